"""What people write for yes and no."""

YES = frozenset(["yes", "y", "true", "t", "1", "是", "有", "√", "已"])
NO = frozenset(["no", "n", "false", "f", "0", "否", "无", "×", "未"])
