# Số dòng của mỗi bảng khi nhập báo cáo
import-rows = { $rows } dòng: lấy { $taken }, chờ quyết định { $asked }, bỏ qua { $left }
left-title = tiêu đề, phần đầu
left-header = tiêu đề cột
left-numbers = số cột
left-section = mục
left-total = tổng
left-ratio = tỷ lệ
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
