# Lỗi: sai gì, ở đâu
fault = { $place }: yêu cầu { $expected }; nhận được { $found }
fault-row = { $place }, dòng { $row }
fault-column = { $place }, cột { $column }
fault-count = { $count } lỗi

# Yêu cầu
expected-article = bài báo có SHA-256 { $sha256 }
expected-code = mã 5 chữ số
expected-code-of-level = mã 2, 3 hoặc 5 chữ số
expected-code-or-blank = mã 5 chữ số, hoặc để trống
expected-columns = cột có tên này
expected-commas = các cột phân cách bằng dấu phẩy
expected-count = số nguyên hoặc unknown, vì chỉ tiêu là số đếm
expected-counts = phạm vi của mẫu số
expected-csv = bảng csv mã UTF-8
expected-data-folder = thư mục dữ liệu riêng nêu ở biến môi trường LAOCAI_DATA
expected-database = cơ sở dữ liệu kết nối được và ghi được
expected-database-table = bảng đọc được của một cơ sở dữ liệu
expected-date = ngày dạng YYYY-MM-DD
expected-date-or-blank = ngày dạng YYYY-MM-DD, hoặc để trống
expected-districts = ít nhất một trong { $choices }
expected-doubt = mã của một nội dung chưa rõ, chỉ một lần
expected-evidence = thư mục có bảng số liệu công bố
expected-evidence-id = mã gồm chữ in hoa và ít nhất hai chữ số
expected-fields = dòng có { $count } trường như dòng tiêu đề
expected-fewer-columns = nhiều nhất { $columns } cột
expected-figure = { $figure }, số liệu của { $source }
expected-id = mã gồm a-z, 0-9 và _
expected-indicator = một chỉ tiêu trong indicators.csv
expected-installed = { $libraries }, cài bằng: pip install { $package }
expected-limits = ít hơn { $rows } dòng và { $megabytes } MB
expected-na = na, vì chỉ tiêu không áp dụng ở đơn vị này
expected-name = tên của { $code }, { $name }
expected-no-form = chưa có tệp này: tệp đang có có thể đã được điền (thay thế: --force, overwrite=True)
expected-no-round = chưa có kỳ báo cáo nào của năm này lưu thành tệp
expected-no-table = chưa có bảng, hoặc bảng do lệnh nhập lập
expected-number-or-blank = số có dấu chấm thập phân, hoặc để trống
expected-numerator = ít nhất bằng tử số { $numerator }
expected-one-of = một trong { $choices }
expected-one-of-or-blank = một trong { $choices }, hoặc để trống
expected-one-of-or-number = một trong { $choices }, hoặc số nguyên
expected-one-row = một dòng cho mỗi đơn vị và chỉ tiêu
expected-one-year = một năm
expected-only-columns = chỉ các cột { $choices }
expected-parent = mã của đơn vị cấp trên, hoặc để trống
expected-phrase = câu trích của { $figure }, { $quotation }
expected-quotation = câu trích, hoặc ghi chú vì sao không có
expected-return = một trong các biểu { $choices }, hoặc tệp csv
expected-size = nhiều nhất { $megabytes } MB
expected-source = một nguồn đã đăng ký: { $choices }
expected-step-table = bảng do bước { $step } lập (SHA-256 { $sha256 }…)
expected-store = postgresql://..., hoặc để trống nếu lưu thành tệp
expected-table-or-view = một bảng hoặc view của cơ sở dữ liệu
expected-unique = giá trị không lặp lại
expected-unit-code = mã của một đơn vị năm { $year }
expected-unit-of = đơn vị tính của { $indicator }, { $unit }
expected-value = một giá trị
expected-year = năm gồm bốn chữ số
expected-years = một trong các năm { $choices }
expected-yes-no = yes, no hoặc unknown, vì chỉ tiêu áp dụng ở đơn vị này

# Nhận được
found-again = { $code } { $indicator } lặp lại
found-blank = ô trống
found-file = một tệp
found-installed-data = dữ liệu đi kèm gói đã cài
found-more = nhiều hơn
found-more-fields = dòng có nhiều trường hơn
found-no-file = không có tệp này
found-no-return = không có biểu này
found-no-row = không có dòng này
found-no-row-of = không có dòng nào của { $indicator }
found-no-rows = không có dòng nào
found-no-table = chưa có bảng
found-none = không có
found-none-of-name = không có bảng tên này
found-not-in-text = không có trong văn bản
found-not-installed = chưa cài đặt
found-other-table = bảng không do lệnh nhập lập
found-semicolons = dấu chấm phẩy
found-steps = { $count } bước
found-this-one = cột này

# Hệ quả
follows-changed-by-hand = bảng đã bị sửa tay: hãy khôi phục bảng, hoặc nhập phần sửa như một tệp
follows-nothing-written = chưa ghi tệp nào

# Lỗi của lệnh
no-figure = không có số liệu { $figure }; hợp lệ: { $choices }
no-report = chưa có báo cáo nào
no-report-json = { $path }: cần tệp .json của một báo cáo
no-report-json-file = { $path }: không có tệp này; cần tệp .json của một báo cáo
