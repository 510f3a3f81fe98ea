# 02-annual-review
review-title = Số liệu công bố năm { $year } ngành thông tin và truyền thông, { $place }
review-intro = Mỗi số liệu kèm trích nguyên văn và nguồn. Khi số liệu các nguồn chưa thống nhất, các số liệu được trình bày song song; không bỏ số liệu nào.
review-topic-postal-network = Mạng lưới bưu chính
review-topic-telecommunications = Viễn thông và Internet
review-topic-information-technology = Công nghệ thông tin
review-topic-rankings = Xếp hạng
review-topic-press-publishing = Báo chí và xuất bản
review-topic-plan-awards = Kế hoạch và khen thưởng
review-topic-general = Sự kiện
review-topic-other = Số liệu khác
review-none = Chưa có số liệu công bố cho { $place } năm { $year }.
review-table = Số liệu đã công bố và trích nguyên văn

review-by-source = { $figure } theo nguồn ngày { $date }
review-by-period = { $figure } (số liệu { $date })
review-or = { "; " }

review-contradictions = Số liệu chưa thống nhất và số liệu tính lại
review-contradictions-none = Không có số liệu công bố nào chưa thống nhất với nhau.
review-conflict = { $name }: số liệu các nguồn chưa thống nhất: { $quotations }.
review-part = Phần lớn hơn tổng: { $part } so với { $whole } ({ $quotations }). Hai số liệu không thể cùng đúng.
review-part-open = Phần có số liệu lớn hơn tổng: { $part } so với { $whole } ({ $quotations }). Xét các từ “gần”, “hơn” đứng trước số liệu, hai khoảng giá trị có phần trùng nhau, nên chưa đủ cơ sở kết luận là mâu thuẫn.
review-flow = Phát triển mới trong năm { $part }, cuối năm có { $whole } ({ $quotations }). Trong năm cũng có thuê bao rời mạng, nên chưa đủ cơ sở kết luận là mâu thuẫn; cần xác minh.
review-check-radius = Với { $figure1 } và các diện tích đã biết (trong đó có { $figure2 }), bán kính tính được là { $computed }, không phải { $figure0 } như đã công bố.
review-check-new-by-kind = Hai phần { $figure1 } và { $figure2 } cộng lại là { $computed }, không phải { $figure0 }.
review-check-new-share = Tỷ lệ phát triển mới trong năm ({ $figure0 }) so với tổng số cuối năm ({ $figure1 }): { $computed }.
review-check-population-by-points = Dân số tính từ { $figure0 } và { $figure1 }: { $computed }.
review-check-population-by-density = Dân số tính từ { $figure0 } và mật độ { $figure1 }: { $computed }.
review-check-revenue = Hai phần doanh thu { $figure1 } và { $figure2 } cộng lại là { $computed }, không phải { $figure0 }.

review-changes = Thay đổi so với năm { $before }
review-changes-table = Số liệu đã công bố của hai năm, cùng mẫu số
column-indicator = Chỉ tiêu
column-before = Trước
column-now = Năm nay
column-change = Thay đổi
review-changes-rows = Theo biểu số liệu cấp xã, { $indicator }: { $before } năm trước, { $now } năm nay.
review-total-units = ({ $units } đơn vị có số liệu)

review-items-projects = Các dự án, nhiệm vụ trong kế hoạch:
review-items-awards = Khen thưởng:
review-item = { $title } ({ $period }), { $body }: { $quotation }

review-national = Mạng bưu chính cả nước
review-national-intro = Số liệu cả nước theo năm, để so sánh.
review-national-title = Điểm phục vụ bưu chính cả nước
review-national-caption = Điểm phục vụ bưu chính cả nước; đường đứt quãng ở các năm không có số liệu. Nguồn: { $source }
review-national-table = Mạng bưu chính cả nước theo năm
review-later = Xếp hạng các năm sau
review-later-table = Xếp hạng công nghệ thông tin của tỉnh, các năm sau
review-method = Nguồn
column-period = Kỳ
column-people-per-point = Người/điểm
chart-line-alt = Biểu đồ đường: { $title }. { $points }.
chart-bars-alt = Biểu đồ thanh: { $title }. { $bars }.
review-answer = Năm { $year }: { $figures } số liệu đã công bố; { $contradictions } nội dung chưa thống nhất hoặc cần xác minh
review-answer-none = Năm { $year }: chưa có số liệu đã công bố
key-named = { $name }; nguồn ngày { $date }
review-round = Biểu số liệu cấp xã năm { $year }
review-round-table = Tổng hợp từ biểu số liệu cấp xã năm { $year }, so với số liệu đã công bố
column-by-return = Theo biểu số liệu cấp xã
column-published = Đã công bố
