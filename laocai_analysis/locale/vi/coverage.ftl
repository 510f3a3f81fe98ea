# 01-commune-coverage
coverage-title = { $indicator }: độ phủ cấp xã, { $place }, năm { $year }
coverage-place = Địa bàn
coverage-period = Kỳ số liệu
coverage-period-value = cuối năm { $year }; đơn vị hành chính theo danh mục ngày { $date }
coverage-basis = Cơ sở số liệu
coverage-boundaries = Ranh giới
coverage-definition = Định nghĩa
coverage-whole-city = thành phố { $name }
coverage-whole-province = tỉnh { $name }

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
column-former-district = Huyện, thành phố cũ
column-former-province = Tỉnh cũ
column-own = Nhóm
column-none = Nhóm
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
coverage-now-no-return = Chưa có bảng nào của năm { $year }, nên chưa rõ đơn vị nào có dịch vụ: { $figure }.
coverage-now-all = Tính trên toàn bộ { $counts }: { $figure }.
coverage-now-unknown = { $count } chưa rõ. Đơn vị chưa rõ không được tính là không có: độ phủ vì thế chỉ nêu được khoảng dưới và trên.
coverage-now-area = Theo diện tích: { $figure } diện tích các đơn vị được tính nằm trong đơn vị có dịch vụ.
coverage-now-none = Bảng { $file }: chỉ tiêu không áp dụng cho đơn vị nào ở đây.
coverage-artefact = Tỷ lệ theo diện tích và tỷ lệ từng huyện ở trang này do quy tắc minh họa sinh ra, không phải kết quả thống kê.
coverage-no-table = chưa có bảng
coverage-now-gap = Số công bố { $published } so với bảng từng xã { $counted }: tử số chênh { $difference }.
coverage-types-table = Độ phủ theo loại đơn vị

coverage-drawn-from = bảng { $file }; ranh giới: { $boundaries }
coverage-drawn-from-none = ranh giới: { $boundaries }
coverage-maps = Bản đồ
coverage-map-title = { $indicator }, { $year }
coverage-map-caption = Từng đơn vị cấp xã theo danh mục ngày { $vintage }.
coverage-map-approximate = Ranh giới vẽ gần đúng (nét đứt đỏ) của { $count } đơn vị: { $units }. Mỗi đơn vị này nhận một phần của một đơn vị cũ; đa giác của đơn vị cũ được vẽ trọn vào đơn vị nhận phần lớn dân số, vì không có ranh giới của từng phần.
coverage-map-absent = Không có đa giác nên không vẽ được { $count } đơn vị: { $units }. Các đơn vị này vẫn được đếm.
coverage-tiles-title = { $indicator }, { $year }: mỗi đơn vị một ô
coverage-tiles-caption = Bản đồ ô vuông: mỗi đơn vị cấp xã là một ô bằng nhau, vì độ phủ là phép đếm đơn vị chứ không phải diện tích.
coverage-tiles-table = Các đơn vị cấp xã của từng huyện, theo giá trị
coverage-communes-table = Giá trị của từng đơn vị cấp xã

coverage-districts = Theo huyện, thành phố
coverage-districts-title = { $indicator } theo huyện, { $year }
coverage-districts-caption = Độ phủ theo huyện, thành phố.
coverage-districts-caption-bounds = Độ phủ theo huyện, thành phố; phần gạch chéo là khoảng do các đơn vị chưa rõ để ngỏ.
coverage-districts-table = Độ phủ theo huyện, thành phố
coverage-groups = Theo nhóm: { $group }
coverage-groups-title = { $indicator } theo nhóm ({ $group }), { $year }
coverage-groups-caption = Độ phủ theo nhóm: { $group }.
coverage-groups-caption-bounds = Độ phủ theo nhóm: { $group }; phần gạch chéo là khoảng do các đơn vị chưa rõ để ngỏ.
coverage-groups-table = Độ phủ theo nhóm

coverage-without = Các đơn vị chưa có dịch vụ
coverage-groups-shared = { $count } đơn vị nhận từ nhiều đơn vị cũ; mỗi đơn vị được tính vào đơn vị cũ góp nhiều dân số nhất (trong ngoặc: các đơn vị cũ khác): { $units }.
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
