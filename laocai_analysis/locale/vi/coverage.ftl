# 01-commune-coverage
coverage-title = { $indicator }: độ phủ cấp xã, { $place }, năm { $year }
coverage-place = Địa bàn
coverage-period = Kỳ số liệu
coverage-period-value = cuối năm { $year }; đơn vị hành chính theo danh mục ngày { $date }
coverage-basis = Cơ sở số liệu
coverage-boundaries = Ranh giới
coverage-definition = Định nghĩa
coverage-whole-province = tỉnh Lào Cai

coverage-published = Số liệu đã công bố
coverage-published-province = Các số dưới đây là của cả tỉnh, không phải của riêng { $place }.
coverage-published-none = Chưa có số liệu công bố nào về chỉ tiêu này cho cả tỉnh năm { $year }.
coverage-published-one = Một nguồn công bố: { $figure }.
coverage-published-agree = Các nguồn cho cùng một số: { $figure }.
coverage-published-disagree = Các số đã công bố không thống nhất. Chúng được nêu cạnh nhau; không con số nào bị bỏ. Mẫu số là một phần của con số.
coverage-published-table = { $indicator }: số đã công bố và câu trích
coverage-published-points-table = Điểm phục vụ bưu chính và bán kính phục vụ: số đã công bố và số tính lại
coverage-points-agrees = { $points } trên diện tích { $areas } cho bán kính { $computed }: làm tròn thì khớp với con số { $published } đã công bố.
coverage-points-differs = { $points } trên diện tích { $areas } cho bán kính { $computed }: không khớp với con số { $published } mà chính nguồn ấy công bố.
coverage-points-intro = Bán kính phục vụ tính lại từ số điểm phục vụ bưu chính:
coverage-points-differ = Các nguồn khác nhau về số điểm phục vụ bưu chính nhưng nêu cùng một bán kính phục vụ:

column-source = Nguồn
column-figure = Con số
column-counts = Mẫu số đếm
column-quotation = Câu trích
column-remark = Ghi chú
column-points = Số điểm
column-radius-published = Bán kính công bố
column-radius-computed = Bán kính tính lại
column-agrees = Khớp
column-group = Nhóm
column-coverage = Độ phủ
column-unknown = Chưa rõ
column-not-applicable = Không áp dụng
column-district = Huyện, thành phố
column-code = Mã
column-commune = Đơn vị cấp xã
column-type = Loại
column-value = Giá trị
column-gap = Vùng trống số
column-area = Diện tích (km²)
column-file = Tệp
column-communes = Số đơn vị
column-sha256 = SHA-256

coverage-now = Độ phủ theo bảng từng xã
coverage-now-applicable = Theo bảng { $file }, { $figure } trên số { $counts } có dịch vụ.
coverage-now-all = Tính trên toàn bộ { $counts }: { $figure }.
coverage-now-unknown = { $count } chưa rõ. Đơn vị chưa rõ không được tính là không có: độ phủ vì thế chỉ nêu được khoảng dưới và trên.
coverage-now-area = Theo diện tích: { $figure } diện tích các đơn vị được tính nằm trong đơn vị có dịch vụ.
coverage-now-none = Bảng { $file }: chỉ tiêu không áp dụng cho đơn vị nào ở đây.
coverage-artefact = Tỷ lệ theo diện tích và tỷ lệ từng huyện ở trang này do quy tắc minh họa sinh ra, không phải kết quả thống kê.
coverage-now-gap = Số công bố { $published } so với bảng từng xã { $counted }: tử số chênh { $difference }.
coverage-types-table = Độ phủ theo loại đơn vị

coverage-drawn-from = bảng { $file }; ranh giới: { $boundaries }
coverage-maps = Bản đồ
coverage-map-title = { $indicator }, { $year }
coverage-tiles-title = { $indicator }, { $year }: mỗi đơn vị một ô
coverage-tiles-caption = Bản đồ ô vuông: mỗi đơn vị cấp xã là một ô bằng nhau, vì độ phủ là phép đếm đơn vị chứ không phải diện tích.
coverage-tiles-table = Các đơn vị cấp xã của từng huyện, theo giá trị
coverage-communes-table = Giá trị của từng đơn vị cấp xã

coverage-districts = Theo huyện, thành phố
coverage-districts-title = { $indicator } theo huyện, { $year }
coverage-districts-caption = Độ phủ theo huyện, thành phố.
coverage-districts-caption-bounds = Độ phủ theo huyện, thành phố; phần gạch chéo là khoảng do các đơn vị chưa rõ để ngỏ.
coverage-districts-table = Độ phủ theo huyện, thành phố

coverage-without = Các đơn vị chưa có dịch vụ
coverage-without-intro = { $figure } không có dịch vụ. Các đơn vị liền kề nhau (chung cạnh) hợp thành một vùng trống; vùng lớn nhất có { $largest }.
coverage-without-none = Không có đơn vị nào được ghi là không có dịch vụ.
coverage-without-unknown = Nếu mọi đơn vị chưa rõ đều không có dịch vụ thì vùng trống lớn nhất có thể lên tới { $largest }.
coverage-without-beyond = Các vùng trống của { $place } gồm cả đơn vị của huyện khác: { $units }.
coverage-without-illustrative = Tên các đơn vị dưới đây do quy tắc minh họa chọn (minh họa), không lấy từ nguồn nào.
coverage-without-table = Các đơn vị không có dịch vụ, xếp theo vùng trống

coverage-method = Phương pháp và nguồn
coverage-method-coverage = Độ phủ = số đơn vị có dịch vụ / số đơn vị được tính. Cận dưới coi mọi đơn vị chưa rõ là không có, cận trên coi là có. Đơn vị không áp dụng chỉ nằm trong mẫu số khi ghi rõ.
coverage-method-radius = Bán kính phục vụ = √(diện tích / (π × số điểm)). Công thức được suy ra từ các số công bố; bộ không công bố công thức.
coverage-method-area = Diện tích là diện tích trên mặt ellipsoid WGS 84: cả tỉnh trên ranh giới này là { $area }, so với { $reference } theo nguồn thứ cấp dẫn niên giám ({ $difference }).
coverage-method-illustrative = Quy tắc minh họa: tổng số lấy theo số công bố { $offices } và { $newspapers }. Các xã có điểm bưu điện văn hóa được chọn theo một thứ tự cố định sinh từ hạt giống; báo đến trong ngày được gán cho các đơn vị gần trung tâm huyện nhất. Trung tâm huyện là giả định.
coverage-method-files = Tệp dữ liệu đã đọc
coverage-method-sources = Nguồn, giấy phép và ngày truy cập:

# Màn hình đầu: câu trả lời, số liệu chủ yếu, đơn vị chưa có
headline-published = { $indicator }: { $figures } có, theo số liệu đã công bố
headline-none = { $indicator }: chưa có số liệu công bố của { $place }
headline-na = { $indicator } không áp dụng cho đơn vị nào của { $place }
headline-unknown = { $indicator }: chưa có số liệu của { $units }
headline-bounds = { $indicator }: từ { $least } đến { $most } trong { $units } có; { $unknown } chưa có số liệu
headline-all = { $indicator }: { $share } có
headline-without = { $indicator }: { $share } có; { $without } chưa có
headline-most = { $indicator }: { $share } có; { $without } chưa có, nhiều nhất ở { $group } ({ $count })
coverage-against = Cả tỉnh: { $province }.
key-published = { $of } ({ $percent }); nguồn ngày { $date }
key-coverage = { $of } có ({ $percent })
key-without = đơn vị chưa có
key-without-most = đơn vị chưa có; nhiều nhất: { $groups }
key-gap = đơn vị liền kề nhau cùng chưa có: { $names }
key-unknown = đơn vị chưa có số liệu; { $na } không áp dụng
coverage-where = Chưa có ở đâu
column-without = Chưa có
column-names = Tên đơn vị
coverage-where-map = Đơn vị chưa có; số là số thứ tự của cụm liền kề. Nguồn: { $source }
link-published = Số liệu đã công bố và trích dẫn
link-groups = Theo huyện, thành phố
link-list = Danh sách từng đơn vị
link-method = Phương pháp và nguồn
coverage-about = Về trang này
