# Tệp bảng tính của một trang
sheet-contents = Mục lục
sheet-table = Bảng { $number }
sheet-figures = Số liệu
sheet-figures-all = Mọi số liệu của trang, kèm nguồn
sheet-id = Mã
sheet-unit = Đơn vị tính
sheet-numerator = Tử số
sheet-denominator = Mẫu số
sheet-lower = Cận dưới
sheet-upper = Cận trên
sheet-qualifier = Chữ đứng trước
sheet-text = Chữ
sheet-number = Số thứ tự
