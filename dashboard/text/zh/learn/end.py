"""The end of Learn, in Simplified Chinese."""

SENTENCES = {
    "learn_end_title": "学习小结",
    "learn_end_short": "小结",
    "learn_end_experiment": "#{number} · {title} · {status}",
    "learn_end_experiment_tested": "#{number} · {title} · 测试准确率 {test}",
    "certificate_lead": "以下内容只保存在你的浏览器里，没有告诉任何人。可以打印，或存成 PDF。",
    "certificate_name": "姓名（可不填，只保存在这个浏览器里）",
    "certificate_print": "打印",
    "certificate_go_on": "继续第 {number} 步：{title}",
    "certificate_product": "Softmax Lab",
    "certificate_title": "用 softmax 回归识别手写数字",
    "certificate_result": "共 {steps} 步，已完成 {done} 步，其中 {right} 步的问题回答正确。",
    "certificate_result_none": "共 {steps} 步，尚未完成任何一步：回答了问题，这一步就算完成。",
    "certificate_right": "回答正确",
    "certificate_wrong": "回答不正确",
    "certificate_open": "尚未完成",
    "certificate_guess": "训练之前画出的损失曲线：平均相差 {off} nat。",
    "certificate_contest": "最难的 {of} 张测试图像：自己认对 {you} 张，模型认对 {model} 张。",
    "certificate_experiments": "这个实验室共有 {count} 个实验，最近的是：",
    "certificate_experiments_none": "这个实验室还没有实验。",
    "certificate_small": "这是小结，不是考试：没有人核对是谁作答，每个问题都可以重新回答。",
}
