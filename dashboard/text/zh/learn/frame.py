"""What every step of Learn says, in Simplified Chinese."""

SENTENCES = {
    "learn_title": "{number} {title}",
    "learn_no_step": "没有第“{value}”步。可选的步骤：{allowed}。",
    "learn_back": "上一步",
    "learn_next": "下一步",
    "learn_turn": "{way}：{title}",
    "learn_race": "比一比：{title}",
    "contents_list": "课程步骤",
    "contents_done": "已完成",
    "lesson_guess": "先猜一猜",
    "lesson_covered": "这一部分会泄露答案，请先回答问题。",
    "lesson_check": "核对",
    "lesson_show": "直接显示",
    "lesson_again": "重新回答",
    "lesson_choose": "请先选择一个答案。",
    "lesson_right": "正确。",
    "lesson_wrong": "不对。",
    "lesson_right_one": "正确答案",
    "lesson_wrong_one": "你的答案，不正确",
    "lesson_failed": "这一部分没有加载成功，请刷新页面。",
}
