# Loại số liệu, ngày công bố và những lần sửa
release-line = { $status }. Ngày công bố: { $date }. Liên hệ: { $contact }.
release-preliminary = Số liệu sơ bộ
release-final = Số liệu chính thức
release-no-contact = chưa nêu
release-revisions = Thay đổi so với lần công bố trước
release-first = Công bố lần đầu.
release-replaces = Thay bản công bố ngày { $date }.
release-figure = { $id }: { $before } → { $after }
release-more = và { $count } số liệu khác
release-no-figure = Không có số liệu nào thay đổi.
release-step-import = Lý do: bước { $step }, ngày { $date }, nhập số liệu từ { $files }
release-step-decide = Lý do: bước { $step }, ngày { $date }, áp dụng quyết định trong phiếu xác minh
release-step-undo = Lý do: bước { $step }, ngày { $date }, hủy một bước trước đó
release-files = Tệp dữ liệu đã thay đổi: { $files }
release-code = Dữ liệu không thay đổi; chỉ thay đổi cách lập trang.
