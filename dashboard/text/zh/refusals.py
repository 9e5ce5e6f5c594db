"""Why a data set is refused, in Simplified Chinese."""

SENTENCES = {
    "data_uploaded": "上传的文件",
    "data_layout_train_test": (
        "x_train (n, 28, 28)、x_test (m, 28, 28)，类型为 uint8；y_train (n,)、y_test (m,)，为 0 到 9 的整数"
    ),
    "data_layout_test": "x_test (n, 28, 28)，类型为 uint8；y_test (n,)，为 0 到 9 的整数",
    "data_not_mnist": "{title} 不是本项目自带的 MNIST 数据集，请重新安装。",
    "data_missing": "{title} 不存在。应为 .npz 文件，内含 {layout}。",
    "data_folder": "{title} 是文件夹。应为 .npz 文件，内含 {layout}。",
    "data_unreadable": "无法读取 {title}（{problem}）。应为完好的 .npz 文件，内含 {layout}。",
    "data_labels_missing": "{title}：x_{part} 有 {images} 张图像，y_{part} 却有 {labels} 个标签。每张图像应有一个标签。",
    "data_array_missing": "{title}：缺少数组 {array}。应有 {layout}。",
    "data_pickled": "{title}：{array} 含有 pickle 对象，本程序从不加载这类内容。应有 {layout}。",
    "data_shape": "{title}：{array} 的形状为 {shape}，类型为 {dtype}。应有 {layout}。",
    "data_length": "{title}：{array} 的长度为 {length}，应在 1 到 {most} 之间。",
    "data_size": "{title}：{array} 的大小与文件头不符，文件已损坏。",
    "data_labels": "{title}：{array} 的标签从 {lowest} 到 {highest}，应为 0 到 9 的整数。",
    "data_header": "{title}：{array} 不是 NumPy 的 .npy 格式。应有 {layout}。",
    "data_too_few": "{title} 的训练图像太少：{count} 张。至少需要 2 张，一张用于训练，一张用于验证。",
    "data_changed": "{title} 已不是这个实验开始时的文件。",
}
