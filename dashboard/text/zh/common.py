"""What is said on every page, in Simplified Chinese."""

SENTENCES = {
    "sentences": "{first}{more}",
    "list_comma": "、",
    "list_semicolon": "；",
    "language": "语言",
    "about": (
        "**Softmax Lab** 在 MNIST 上训练 softmax 回归，让你看着它学习，再手写一个数字让它来认。无需联网。"
        "MNIST：Y. LeCun 与 C. Cortes，CC BY-SA 3.0。"
    ),
    "skip_to_action": "跳到主要操作",
    "page_train": "训练",
    "loading": "正在加载……",
    "present": "演示",
    "present_end": "结束演示",
    "page_draw": "手写",
    "unexpected": "这里出了错，是程序的问题。你的实验都还在。刷新页面即可继续。",
    "store_unavailable": "实验数据库没有响应：{reason}",
    "seconds": "{seconds} 秒",
    "minutes": "{minutes} 分 {seconds} 秒",
    "chart_reset_zoom": "还原缩放",
    "chart_download_png": "下载 PNG",
    "chart_download_svg": "下载 SVG",
    "chart_loading": "正在加载…",
    "chart_legend": "上方图表的曲线，每个按钮隐藏或显示一条。",
    "chart_legend_hint": "单击：隐藏或显示；双击：只显示这一条，再双击恢复全部。",
    "chart_unavailable": "图表无法显示：绘图库没有加载。请刷新页面。",
}
