# 01-commune-coverage
coverage-title = Tỷ lệ { $of } có { $service }, { $place }, năm { $year }
coverage-place = Địa bàn
coverage-period = Kỳ số liệu
coverage-period-value = Thời điểm 31/12/{ $year }; đơn vị hành chính theo danh mục ngày { $date }
coverage-basis = Loại số liệu
coverage-boundaries = Ranh giới
coverage-definition = Định nghĩa
coverage-whole-city = thành phố { $name }
coverage-whole-province = tỉnh { $name }

coverage-published = Số liệu đã công bố
coverage-published-province = Các số liệu dưới đây tính cho toàn tỉnh, không tính riêng { $place }.
coverage-published-none = Chưa có số liệu công bố nào về chỉ tiêu này cho toàn tỉnh năm { $year }.
coverage-published-one = Một nguồn công bố: { $figure }.
coverage-published-agree = Các nguồn công bố cùng một số liệu: { $figure }.
coverage-published-disagree = Số liệu các nguồn chưa thống nhất; trình bày song song, kèm mẫu số.
coverage-published-table = { $indicator }: số liệu đã công bố và trích nguyên văn
coverage-published-points-table = Điểm phục vụ bưu chính và bán kính phục vụ: số liệu đã công bố và số liệu tính lại
coverage-points-agrees = Với { $points } và diện tích { $areas }, bán kính tính được là { $computed }: làm tròn thì khớp với { $published } đã công bố.
coverage-points-differs = Với { $points } và diện tích { $areas }, bán kính tính được là { $computed }: không khớp với { $published } do chính nguồn đó công bố.
coverage-points-intro = Bán kính phục vụ tính lại từ số điểm phục vụ bưu chính:
coverage-points-differ = Các nguồn khác nhau về số điểm phục vụ bưu chính nhưng nêu cùng một bán kính phục vụ:

column-source = Nguồn
column-figure = Số liệu
column-counts = Phạm vi mẫu số
column-quotation = Trích nguyên văn
column-remark = Ghi chú
column-points = Số điểm
column-radius-published = Bán kính công bố
column-radius-computed = Bán kính tính lại
column-agrees = Khớp
column-group = Nhóm
column-coverage = Tỷ lệ xã có dịch vụ (%)
column-unknown = Số đơn vị chưa có số liệu
column-not-applicable = Không áp dụng
column-district = Huyện, thành phố
column-former-district = Huyện, thành phố cũ
column-former-province = Tỉnh cũ
column-own = Nhóm
column-none = Nhóm
column-code = Mã
column-commune = Đơn vị cấp xã
column-type = Loại
column-value = Giá trị
column-gap = Cụm
column-area = Diện tích (km²)
column-file = Tệp
column-communes = Số đơn vị
column-sha256 = SHA-256

coverage-now = Tỷ lệ theo biểu số liệu cấp xã
coverage-now-applicable = Theo biểu { $file }: { $figure } { $counts } có dịch vụ.
coverage-now-all = Tính trên tất cả { $counts }: { $figure }.
coverage-now-unknown = Chưa có số liệu: { $count }. Đơn vị chưa có số liệu không được tính là không có dịch vụ, nên tỷ lệ chỉ nêu được bằng cận dưới và cận trên.
coverage-now-area = Các xã có dịch vụ chiếm { $figure } diện tích các xã thuộc diện tính.
coverage-now-none = Biểu { $file }: chỉ tiêu không áp dụng cho đơn vị nào trên địa bàn.
coverage-artefact = Tỷ lệ theo diện tích và tỷ lệ từng huyện ở trang này là hệ quả của quy tắc minh họa, không phải kết quả thống kê.
coverage-now-gap = Số liệu công bố { $published }, theo biểu số liệu cấp xã { $counted }. Chênh lệch tử số: { $difference }.
coverage-types-table = Tỷ lệ có dịch vụ theo loại đơn vị

coverage-people = Dân số và số hộ
coverage-people-live = Ở đơn vị có dịch vụ: { $having }; ở đơn vị chưa có: { $lacking }; tổng số ở các đơn vị thuộc diện tính: { $counted }.
coverage-people-unknown = Tổng số ở các đơn vị thuộc diện tính: { $counted }; chưa xác định được đơn vị nào có dịch vụ.
coverage-people-census = Dân số, số hộ theo tổng điều tra ngày 01/04/2019, xếp theo đơn vị hành chính của trang này. Khi các phần của một đơn vị năm 2019 thuộc những đơn vị có giá trị khác nhau thì không biết mỗi phần có bao nhiêu người, nên chỉ nêu cận dưới và cận trên.

coverage-drawn-from = biểu { $file }; ranh giới: { $boundaries }
coverage-maps = Bản đồ
coverage-map-title = { $indicator }, { $year }
coverage-now-no-return = Chưa có biểu số liệu năm { $year } nên chưa xác định được đơn vị có dịch vụ: { $figure }.
coverage-no-table = chưa có biểu số liệu
coverage-drawn-from-none = ranh giới: { $boundaries }
coverage-map-approximate = Ranh giới vẽ gần đúng (nét đứt đỏ) của { $count } đơn vị: { $units }. Mỗi đơn vị này nhận một phần của một đơn vị cũ; đa giác của đơn vị cũ được vẽ trọn vào đơn vị nhận phần lớn dân số, vì không có ranh giới của từng phần.
coverage-map-absent = Không có đa giác nên không vẽ được { $count } đơn vị: { $units }. Các đơn vị này vẫn được đếm.
coverage-tiles-title = { $indicator }, { $year }: mỗi đơn vị một ô
coverage-tiles-caption = Bản đồ ô vuông: mỗi đơn vị cấp xã là một ô bằng nhau, vì tỷ lệ tính theo số đơn vị, không theo diện tích.
coverage-tiles-table = Các đơn vị cấp xã của từng huyện, theo giá trị
coverage-communes-table = Giá trị của từng đơn vị cấp xã

coverage-districts = Theo huyện, thành phố
coverage-districts-title = { $indicator } theo huyện, { $year }
coverage-districts-caption = Tỷ lệ có dịch vụ theo huyện, thành phố.
coverage-districts-caption-bounds = Tỷ lệ có dịch vụ theo huyện, thành phố; phần gạch chéo là khoảng giữa cận dưới và cận trên, do các đơn vị chưa có số liệu.
coverage-districts-table = Tỷ lệ có dịch vụ theo huyện, thành phố

coverage-without = Các đơn vị chưa có dịch vụ
coverage-without-intro = Chưa có dịch vụ: { $figure }. Các xã liền kề (chung cạnh) hợp thành một cụm; cụm xã liền kề chưa có dịch vụ lớn nhất gồm { $largest }.
coverage-without-none = Không có đơn vị nào được ghi là chưa có dịch vụ.
coverage-without-unknown = Nếu mọi đơn vị chưa có số liệu đều chưa có dịch vụ thì cụm lớn nhất có thể gồm { $largest }.
coverage-without-beyond = Các cụm của { $place } gồm cả đơn vị của huyện khác: { $units }.
coverage-groups = Theo nhóm: { $group }
coverage-groups-title = { $indicator } theo nhóm ({ $group }), { $year }
coverage-groups-caption = Tỷ lệ có dịch vụ theo nhóm: { $group }.
coverage-groups-caption-bounds = Tỷ lệ có dịch vụ theo nhóm: { $group }; phần gạch chéo là khoảng giữa cận dưới và cận trên, do các đơn vị chưa có số liệu.
coverage-groups-table = Tỷ lệ có dịch vụ theo nhóm
coverage-groups-shared = Có { $count } đơn vị gồm phần của nhiều đơn vị cũ; mỗi đơn vị được tính vào đơn vị cũ góp nhiều dân số nhất (trong ngoặc: các đơn vị cũ khác): { $units }.
coverage-without-illustrative = Danh sách dưới đây do quy tắc minh họa chọn, không lấy từ nguồn nào (minh họa).
coverage-without-table = Các đơn vị chưa có dịch vụ, xếp theo cụm

coverage-method = Phương pháp và nguồn
coverage-method-coverage = Tỷ lệ = số đơn vị có dịch vụ / số đơn vị thuộc diện tính. Cận dưới coi mọi đơn vị chưa có số liệu là không có, cận trên coi là có. Đơn vị không áp dụng chỉ nằm trong mẫu số khi ghi rõ.
coverage-method-radius = Bán kính phục vụ = √(diện tích / (π × số điểm)). Công thức được suy ra từ các số liệu công bố; Bộ TT&TT không công bố công thức.
coverage-method-area = Diện tích tính trên mặt ellipsoid WGS 84: theo ranh giới này, toàn tỉnh có { $area }; nguồn thứ cấp dẫn niên giám ghi { $reference } (chênh lệch { $difference }).
coverage-method-illustrative = Quy tắc minh họa: tổng số lấy theo số liệu công bố { $offices } và { $newspapers }. Các xã có điểm bưu điện văn hóa được chọn theo một thứ tự cố định sinh từ giá trị khởi tạo (seed); báo đến trong ngày được gán cho các đơn vị gần trung tâm huyện nhất. Trung tâm huyện là giả định.
coverage-method-files = Tệp dữ liệu đã đọc
coverage-method-sources = Nguồn, giấy phép và ngày truy cập:

# Màn hình đầu: câu trả lời, số liệu chủ yếu, đơn vị chưa có
headline-published = Theo số liệu đã công bố, { $figures } có { $service }
headline-none = Chưa có số liệu công bố về { $service } của { $place }
headline-na = { $indicator }: không áp dụng cho đơn vị nào của { $place }
headline-unknown = { $indicator }: chưa có số liệu của { $units }
headline-bounds = Từ { $least } đến { $most } trong { $units } có { $service }; { $unknown } chưa có số liệu
headline-all = { $share } có { $service }
headline-without = { $share } có { $service }; { $without } chưa có
headline-most = { $share } có { $service }; { $without } chưa có, nhiều nhất ở { $group } ({ $count })
coverage-against = Toàn tỉnh: { $province }.
key-published = { $of } ({ $percent }); nguồn ngày { $date }
key-coverage = { $of } có ({ $percent })
key-without = đơn vị chưa có
key-without-most = đơn vị chưa có; nhiều nhất: { $groups }
key-gap = đơn vị trong cụm liền kề lớn nhất chưa có: { $names }
key-unknown = đơn vị chưa có số liệu; { $na } không áp dụng
coverage-where = Đơn vị chưa có dịch vụ, theo địa bàn
column-without = Chưa có
column-names = Tên đơn vị
coverage-where-map = Đơn vị chưa có; số là số thứ tự của cụm liền kề. Nguồn: { $source }
coverage-where-map-none = Các đơn vị cấp xã theo số liệu báo cáo. Nguồn: { $source }
link-published = Số liệu đã công bố, trích nguyên văn
link-groups = Theo huyện, thành phố
link-list = Danh sách từng đơn vị
link-method = Phương pháp và nguồn
coverage-about = Thông tin về trang này

# Biểu được quy đổi từ đơn vị hành chính của năm khác
carried-heading = Quy đổi từ đơn vị hành chính năm { $before }
carried-said = Biểu { $file } lập theo đơn vị hành chính năm { $before }, được quy đổi sang đơn vị năm { $year } theo các nghị quyết sắp xếp: { $figure } { $counts } có dịch vụ.
carried-without-row = Có { $count } chưa có số liệu vì biểu năm { $before } không có dòng nào của các đơn vị cũ hợp thành.
carried-split = Có { $count } nhận một phần của đơn vị cũ; không biết dịch vụ nằm ở phần nào nên { $left } chưa xác định được.
carried-split-none = Có { $count } nhận một phần của đơn vị cũ; không đơn vị nào vì thế mà chưa xác định được.
carried-table = Các đơn vị nhận một phần của đơn vị cũ, theo nghị quyết và điều khoản
column-taken = Nhận một phần của
column-law = Nghị quyết (khoản)
