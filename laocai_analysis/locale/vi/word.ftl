# Thể thức của tệp Word
word-above = …… (cơ quan chủ quản) ……
word-office = …… (CƠ QUAN BAN HÀNH) ……
word-number = Số: ……/BC-……
word-nation = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
word-motto = Độc lập - Tự do - Hạnh phúc
word-date = ………………, ngày …… tháng …… năm ………
word-kind = BÁO CÁO
word-receivers = Nơi nhận:
word-receiver = - ……… (tên cơ quan);
word-file = - Lưu: VT.
word-head = QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ
word-signature = (Chữ ký, dấu của cơ quan, họ và tên)
word-annexed = (Kèm theo Báo cáo số ……/BC-…… ngày …… tháng …… năm ……… của ………………)
