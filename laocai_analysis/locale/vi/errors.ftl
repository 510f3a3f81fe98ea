# Lỗi: sai gì, ở đâu
fault = { $place }: yêu cầu { $expected }; nhận được { $found }
fault-row = { $place }, dòng { $row }
fault-column = { $place }, cột { $column }
fault-line = { $place }, dòng { $row }
fault-entry = { $place }, mục { $column }
fault-count = { $count } lỗi

# Yêu cầu
expected-address = địa chỉ dạng tên@máy-chủ
expected-article = bài báo có SHA-256 { $sha256 }
expected-backup = tệp do laocai returns backup ghi
expected-bounds = tệp đọc xong trong { $seconds } giây và { $megabytes } MB
expected-browser = Chromium trong PATH, một trong { $choices } (Debian: apt install chromium)
expected-certificates = chứng thư cho tls://: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, __CLIENT__CERT và __CLIENT__KEY (SECURITY.md)
expected-code = mã 5 chữ số
expected-code-of-level = mã 2, 3 hoặc 5 chữ số
expected-columns = cột có tên này
expected-commas = các cột phân cách bằng dấu phẩy
expected-count = số nguyên hoặc unknown, vì chỉ tiêu là số đếm
expected-share = một số từ 0 đến 100, hoặc unknown
expected-number = một số không âm, hoặc unknown
expected-counts = phạm vi của mẫu số
expected-credential = thông tin bí mật của systemd (LoadCredential={ $name }:...), hoặc biến { $variable }
expected-credential-name = chữ cái, chữ số, -, _ và .
expected-cron = năm trường của cron, ví dụ 0 6 * * 1
expected-csv = bảng csv mã UTF-8
expected-data-of-now = dữ liệu của phiên bản này: chỉ giữ các kỳ báo cáo, bằng lệnh mv { $folder } { $folder }.old && mkdir { $folder } && cp -a { $folder }.old/returns { $folder }/; đặt cạnh đó tệp laocai.toml có dòng province = "Lào Cai"; bỏ biến LAOCAI_DATA
expected-data-folder = thư mục dữ liệu riêng nêu ở biến môi trường LAOCAI_DATA
expected-database = cơ sở dữ liệu kết nối được và ghi được
expected-database-table = bảng đọc được của một cơ sở dữ liệu
expected-date = ngày dạng YYYY-MM-DD
expected-date-or-blank = ngày dạng YYYY-MM-DD, hoặc để trống
expected-decimal = số có dấu chấm thập phân, không có dấu phân cách hàng nghìn
expected-districts = ít nhất một trong { $choices }
expected-doubt = mã của một nội dung chưa rõ, chỉ một lần
expected-doubt-of-round = mã của một nội dung chưa rõ trong kỳ báo cáo này
expected-empty-round = chưa có kỳ báo cáo (--replace chuyển kỳ đang có sang thư mục riêng)
expected-entries = các mục { $choices }
expected-evidence = thư mục có bảng số liệu công bố
expected-evidence-id = mã gồm chữ in hoa và ít nhất hai chữ số
expected-fewer-columns = nhiều nhất { $columns } cột
expected-fields = dòng có { $count } trường như dòng tiêu đề
expected-figure = { $figure }, số liệu của { $source }
expected-figures = page.finish() ở dòng cuối của notebook
expected-file = tệp đang có
expected-flag = true hoặc false
expected-id = mã gồm a-z, 0-9 và _
expected-imported = một trong các tệp đã nhập: { $choices }
expected-indicator = một chỉ tiêu trong indicators.csv
expected-installed = { $libraries }, cài bằng: pip install { $package }
expected-json = JSON mã UTF-8
expected-kernel = kernel đã cài đặt
expected-limits = ít hơn { $rows } dòng và { $megabytes } MB
expected-list = một danh sách
expected-mail-server = host và sender của máy chủ thư
expected-na = na, vì chỉ tiêu không áp dụng ở đơn vị này
expected-name = tên của { $code }, { $name }
expected-named-entries = các mục có tên: TÊN: ...
expected-no-backup = tên chưa dùng
expected-no-credential = không có: cron không chuyển được thông tin bí mật; hãy dùng systemd
expected-no-form = chưa có tệp này: tệp đang có có thể đã được điền (thay thế: --force, overwrite=True)
expected-no-password = địa chỉ không có mật khẩu: để mật khẩu trong PGPASSWORD, PGPASSFILE hoặc ~/.pgpass
expected-no-round = chưa có kỳ báo cáo nào của năm này lưu thành tệp
expected-no-step = chưa có bước mang số này
expected-no-table = chưa có bảng, hoặc bảng do lệnh nhập lập
expected-notebook = notebook của { $report } như bản trong { $folder }/
expected-number-or-blank = số có dấu chấm thập phân, hoặc để trống
expected-numerator = ít nhất bằng tử số { $numerator }
expected-once-each = { $form }, mỗi tên một lần
expected-one-line = một dòng, không có khoảng trắng ở hai đầu
expected-one-of = một trong { $choices }
expected-one-of-or-blank = một trong { $choices }, hoặc để trống
expected-one-of-or-number = một trong { $choices }, hoặc số nguyên
expected-one-row = một dòng cho mỗi đơn vị và chỉ tiêu
expected-one-year = một năm
expected-only-columns = chỉ các cột { $choices }
expected-original = tệp đã nhập có SHA-256 { $sha256 }…
expected-parameters-cell = ô có thẻ parameters, mỗi dòng dạng NAME = giá trị
expected-parent = mã của đơn vị cấp trên, hoặc để trống
expected-pdf = tệp PDF
expected-pdf-within = tệp PDF trong vòng { $seconds } giây
expected-phrase = trích nguyên văn của { $figure }, { $quotation }
expected-plain-file = tệp thông thường
expected-plain-name = chữ cái, chữ số, - và _
expected-polygon-form = ranh giới ở một trong các dạng { $choices }
expected-port = cổng từ 1 đến 65535
expected-quotation = trích nguyên văn, hoặc ghi chú vì sao không có
expected-one-return = tên của một biểu trong số các biểu năm { $year }
expected-return = một trong các biểu { $choices }, hoặc tệp csv
expected-round = kỳ báo cáo có ít nhất một bước
expected-rules = mỗi tham số của notebook có một quy tắc, không thừa
expected-scheduler = bộ lập lịch có trả lời
expected-service-user = người dùng chạy được { $command } và ghi được vào { $folder }
expected-size = nhiều nhất { $megabytes } MB
expected-source = một nguồn đã đăng ký: { $choices }
expected-sources-of-steps = danh sách nguồn lập từ các bước
expected-span = năm hoặc giai đoạn dạng YYYY hoặc YYYY-YYYY
expected-step-kept = bước đúng như khi ghi
expected-step-table = bảng do bước { $step } lập (SHA-256 { $sha256 }…)
expected-step-that-counts = một bước còn hiệu lực: { $choices }
expected-store = postgresql://..., hoặc để trống nếu lưu thành tệp
expected-systemd-unit = unit mà systemd chấp nhận
expected-table-of-steps = bảng lập từ các bước
expected-table-or-view = một bảng hoặc view của cơ sở dữ liệu
expected-text = một chuỗi
expected-threshold = số nguyên từ 1 trở lên
expected-toml = TOML mã UTF-8: TÊN = "một chuỗi", hoặc TÊN = một số
expected-types = các loại đơn vị, cách nhau bằng dấu chấm phẩy: { $choices }
expected-unique = giá trị không lặp lại
expected-unit-code = mã của một đơn vị năm { $year }
expected-unit-name = chữ a-z, chữ số, - và _
expected-unit-of = đơn vị tính của { $indicator }, { $unit }
expected-user = người dùng khác root: dịch vụ chỉ được phép ghi các báo cáo
expected-value = một giá trị
expected-whole-of = một chỉ tiêu khác cùng loại { $kind } mà cấp xã phải báo cáo
expected-yaml = YAML mã UTF-8: TÊN: ..., đầu dòng dùng dấu cách, không dùng tab
expected-year = năm gồm bốn chữ số
expected-years = một trong các năm { $choices }
expected-yes-no = yes, no hoặc unknown, vì chỉ tiêu áp dụng ở đơn vị này

# Nhận được
found-again = { $code } { $indicator } lặp lại
found-blank = ô trống
found-changed = nội dung đã bị sửa
found-cut-off = nội dung bị cắt hoặc không đọc được
found-data-of-0-1 = danh mục đơn vị của phiên bản 0.1
found-device = thiết bị hoặc ống dẫn (pipe)
found-differences = khác nhau ở { $names }
found-entries = các mục
found-exit = mã thoát { $status }
found-file = một tệp
found-folder = thư mục
found-installed-data = dữ liệu đi kèm gói đã cài
found-link = liên kết
found-list = một danh sách
found-more = nhiều hơn
found-more-fields = dòng có nhiều trường hơn
found-neither = không có cả hai
found-no-figures = không có số liệu
found-no-file = không có tệp này
found-no-plain-data = dữ liệu loại khác, không được đọc
found-no-return = không có biểu này
found-no-row = không có dòng này
found-no-row-of = không có dòng nào của { $indicator }
found-no-rows = không có dòng nào
found-no-table = chưa có bảng
found-none = không có
found-none-of-name = không có bảng tên này
found-not-complete = chưa đủ
found-not-in-text = không có trong văn bản
found-not-installed = chưa cài đặt
found-not-utf8 = văn bản theo bảng mã khác
found-other-form = dạng khác
found-other-notebook = bản khác: hãy lưu vào đó, hoặc đặt tên khác
found-other-table = bảng không do lệnh nhập lập
found-other-value = giá trị khác
found-password = địa chỉ có mật khẩu
found-piled-marks = hơn 8 dấu trên một chữ cái
found-semicolons = dấu chấm phẩy
found-step-of = bước { $step } của năm { $year }
found-steps = { $count } bước
found-tab = ký tự tab ở đầu dòng
found-this-entry = mục này
found-this-one = cột này
found-twice = { $name } hai lần
found-unreadable = nội dung không đúng cú pháp

# Hệ quả
follows-another-width = chưa thay đổi gì; dùng --close-gaps với chiều rộng khác, hoặc nêu ở --because lý do vẫn nhận đa giác có diện tích thay đổi
follows-changed-by-hand = bảng đã bị sửa thủ công: hãy khôi phục bảng, hoặc nhập phần sửa như một tệp ('laocai returns repair' chuyển bảng này sang thư mục riêng)
follows-damaged-round = không thay đổi gì; 'laocai returns verify' nêu mọi lỗi, 'repair' lập lại bảng, 'restore' lấy lại bản sao lưu
follows-import-repairs = 'laocai boundaries import' sửa được lỗi nhỏ
follows-nothing-changed = chưa thay đổi gì
follows-nothing-imported = chưa nhập gì
follows-nothing-written = chưa ghi tệp nào
follows-other-package = chưa lập ranh giới: gói chứa tệp khác
follows-run-again = lệnh khác vừa thay đổi kỳ báo cáo này; chưa nhập gì: hãy chạy lại

# Lỗi của lệnh
no-figure = không có số liệu { $figure }; hợp lệ: { $choices }
no-report = chưa có báo cáo nào
no-report-json = { $path }: cần tệp .json của một báo cáo
no-report-json-file = { $path }: không có tệp này; cần tệp .json của một báo cáo

# Tham số
parameter-invalid = { $name }={ $value }: giá trị không hợp lệ; hợp lệ: { $choices }
parameter-not-imported = { $name }={ $value }: biểu chưa nhập: { $command }
parameter-other-units = { $value }: { $rows } trong { $all } dòng không phải đơn vị của tỉnh trong năm đó; các dòng khớp với { $spans }
parameter-other-year = { $name }={ $value }: bảng của năm { $held }, không phải { $year }; chuyển trước bằng: { $command }
parameter-public-groups = groups={ $value }: bản công bố chỉ chia nhóm theo laocai.toml ({ $own }); có tổng theo hai cách chia nhóm thì tính ngược lại được số không công bố
parameter-unknown = không có tham số { $name }; hợp lệ: { $choices }
parameter-unknown-near = không có tham số { $name } (có phải là: { $near }?); hợp lệ: { $choices }
value-blank = để trống
value-classes = các số tăng dần, lớn hơn 0, cách nhau bằng dấu chấm phẩy, như 2;5;10
value-csv = tệp csv
value-earlier-return = biểu của một năm trước { $year }
value-geojson = tệp GeoJSON
value-none = không có

# Tiến trình kết thúc thế nào
process-exit = tiến trình tự kết thúc với mã { $status }
process-killed = bị dừng bởi tín hiệu { $signal }
process-limit-cell_seconds = bị dừng sau { $amount } giây, giới hạn của một ô
process-limit-memory = bị dừng ở { $amount } MiB, giới hạn bộ nhớ
process-limit-outputs = bị dừng ở { $amount } MiB, giới hạn kết quả hiển thị
process-limit-seconds = bị dừng sau { $amount } giây, giới hạn của cả báo cáo
process-no-status = tiến trình kết thúc không có mã thoát
process-odd = tiến trình trả lời sai: { $reason }
process-quit = ô gọi exit hoặc quit
process-silent = kernel không trả lời
process-stopped = bị dừng bởi { $signal }

# Báo cáo
no-report-named = không có báo cáo { $report }; hợp lệ: { $choices }
no-report-selected = --only { $only }: không có báo cáo nào của nhóm như vậy
no-site = { $sites }: không có nhóm này; hợp lệ: { $choices }
report-cell = ô { $cell } ({ $source }): { $error }
report-inputs-changed = { $report }: lần lập nào cũng có tệp thay đổi trong khi lập: { $files }
report-kept = báo cáo trước được giữ nguyên; notebook chạy dở: { $path }
report-no-kernel = không khởi động được kernel: { $reason }
report-odd-result = yêu cầu các tệp của báo cáo này; kết quả nhận được: { $found }
report-secret = báo cáo chứa thông tin bí mật: { $names }
