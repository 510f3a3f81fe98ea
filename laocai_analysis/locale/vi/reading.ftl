# Số dòng của mỗi bảng khi nhập báo cáo
import-rows = { $rows } dòng: lấy { $taken }, chờ quyết định { $asked }, bỏ qua { $left }
left-title = tiêu đề, phần đầu
left-header = tiêu đề cột
left-numbers = số cột
left-section = mục
left-total = tổng
left-ratio = tỷ lệ
left-plan = kế hoạch
left-part = một phần
left-note = ghi chú
left-signature = chữ ký
left-no-answer = không có trả lời
left-other-year = năm khác
left-hidden = ẩn
left-no-table = không có bảng
left-decided = theo quyết định

# Quyết định trong phiếu xác minh
choice-skip = bỏ qua
choice-accept = vẫn dùng
choice-yes = có
choice-no = không
choice-unknown = chưa có số liệu
choice-na = không áp dụng
choice-unit = tên đơn vị
choice-code = mã đơn vị
choice-district = huyện
choice-type = loại đơn vị
choice-number = số thứ tự
choice-note = ghi chú
choice-indicator = tên chỉ tiêu
choice-value = giá trị
choice-year = năm
choice-basis = loại số liệu
choice-part = một phần (không lấy)
choice-plan = kế hoạch (không lấy)
choice-ratio = tỷ lệ (không lấy)
choice-of-which = trong đó (không lấy)
choice-other-time = thời điểm khác (không lấy)
choice-opposite = ngược lại: { $indicator }
choice-times = { $indicator } × { $factor }
choice-cells = { $found } ({ $count } ô)
expected-code-or-skip = mã của một đơn vị, hoặc “bỏ qua”

# Phiếu xác minh: trang và cột
decide-review = Câu hỏi
decide-each = Từng ô
decide-columns = Cột đã nhận
decide-question = Câu hỏi
decide-found = Đang ghi
decide-unit = Đơn vị
decide-column = Cột
decide-file = Tệp
decide-cell = Ô
decide-candidates = Có thể là
decide-taken = Nhận là
decide-decision = Quyết định
decide-kind = Loại
decide-id = Mã

# Câu hỏi của lệnh nhập
doubt-encoding = Chữ trong bảng này theo bảng mã nào?
doubt-year = Bảng ghi năm khác: vẫn dùng?
doubt-header = Không xác định được dòng tiêu đề: đây là bảng gì?
doubt-column = Cột này là chỉ tiêu nào?
doubt-district = Huyện nào?
doubt-unit = Đơn vị nào?
doubt-duplicate = Một đơn vị có nhiều dòng: lấy dòng nào?
doubt-value = Câu trả lời của ô này là gì?
doubt-total = Tổng không khớp: các dòng có đúng không?
doubt-conflict = Các tệp ghi khác nhau: giá trị nào đúng?
doubt-accept = đúng như trong tệp
doubt-rows-give = { $content } (các dòng cộng lại được { $sums })
doubt-no-header = (không tiêu đề: { $below })
doubt-no-year = không ghi năm; trong tệp có { $years }
doubt-error-value = ô báo lỗi
doubt-formula = công thức chưa được tính
doubt-date = ngày hoặc giờ
doubt-answers = { $about }: { $answers }
doubt-row = { $place } ({ $values })
doubt-trouble = { $content } ({ $trouble })
doubt-which = Nhiều cột cùng một chỉ tiêu: lấy cột nào?
doubt-vintage = Bảng dùng tên đơn vị của năm khác: vẫn dùng?
doubt-section = Các dòng này là kế hoạch, tỷ lệ, một phần hoặc của địa bàn khác: vẫn dùng?
doubt-struck = bị gạch ngang
doubt-percent = tỷ lệ phần trăm
doubt-not-shown = định dạng không hiển thị
doubt-shown-otherwise = định dạng hiển thị khác
doubt-number = số không đọc được
doubt-tables = { $count } đơn vị trong { $tables }

# Cách quyết định trong phiếu xác minh
decide-accept = Ghi “vẫn dùng” để dùng, “bỏ qua” để bỏ qua.
decide-choose = Ghi một trong các khả năng, hoặc “bỏ qua”.
decide-code = Ghi mã đơn vị, hoặc “bỏ qua”.
decide-skip = Ghi “bỏ qua” để bỏ qua.

# Phần bỏ qua khi nhập, không cần hỏi
ignored-text = { $place }: { $text }
ignored-aside = { $place }: { $head } ({ $what })
ignored-hidden-columns = { $place }: cột ẩn { $columns }
ignored-hidden-rows = { $place }: dòng ẩn { $rows }
ignored-hidden-sheet = { $place }: trang ẩn, không đọc
ignored-beside = { $place }: nội dung ngoài các ô: { $text }
ignored-beyond = { $place }: ô nằm ngoài phạm vi đọc
ignored-no-units = { $place }: không có bảng theo đơn vị
ignored-codes = { $place }: mã của hệ khác, lấy theo tên
ignored-not-asked = { $place }: { $texts } = không áp dụng
ignored-rule = quy tắc: { $found } = { $decision } ({ $count })
aside-part = một phần
aside-plan = kế hoạch
aside-ratio = tỷ lệ
aside-other-time = thời điểm khác
aside-of-which = trong đó
