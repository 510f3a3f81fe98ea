# laocai boundaries import
import-cut = Lấy { $rows } trong { $all } dòng, theo tên tỉnh hoặc mã ở cột { $column }
import-change = { $code } { $change }%
import-changed = Vẫn nhận dù việc sửa làm thay đổi diện tích ({ $changes }): { $reason }
import-joined = Khép { $gaps } khe hở rộng đến { $width } m, tổng cộng { $closed } ha; chỗ chồng lấn { $overlapping } ha
import-shift = Toàn bộ lệch { $metres } m so với ranh giới đã lập ({ $east } m về phía đông, { $north } m về phía bắc): có thể khác hệ quy chiếu
import-tiles = { $units } hình bằng nhau: đây là bản đồ ô vuông, diện tích và khoảng cách không có nghĩa
import-settled = Dòng { $row }: tên của nhiều đơn vị; theo vị trí thì là { $unit }

# Yêu cầu đối với hình ranh giới
expected-boundaries = một trong các ranh giới { $choices }, hoặc một tệp
expected-code-column = cột mã đơn vị: chạy 'laocai boundaries import'
expected-code-named = mã của đơn vị ghi ở cột tên ({ $code })
expected-condition = điều kiện trên các cột { $choices }
expected-crs = hình có hệ tọa độ: nêu hệ tọa độ bằng --crs
expected-crs-name = tên hệ tọa độ, ví dụ EPSG:9208
expected-encoding = bảng mã đã biết
expected-encoding-of-text = văn bản theo bảng mã { $encoding }: nêu bảng mã khác bằng --encoding (UTF-8, windows-1258, TCVN3, VNI)
expected-in-place = hình của { $code } đúng vị trí
expected-layer = một trong các lớp { $choices }: nêu lớp bằng --layer
expected-name-or-code = --name hoặc --code, kèm một trong các cột { $choices }
expected-no-gaps = các hình không có khe hở
expected-no-overlap = các hình không chồng lấn
expected-of-province = hình thuộc tỉnh, { $extent }
expected-one-polygon = một hình cho { $unit }
expected-polygon-file = tệp hình mà GDAL đọc được
expected-polygon-of = hình của { $unit }
expected-polygons = các hình
expected-row-each = mỗi đơn vị một dòng, { $count } đơn vị của năm { $year }
expected-row-each-cut = mỗi đơn vị một dòng, { $count } đơn vị của năm { $year }, hoặc có cột tên tỉnh; --where lấy một phần các dòng
expected-sha256 = tệp có SHA-256 { $sha256 }
expected-small-repairs = hình của { $code } chỉ cần sửa nhỏ
expected-total-area = các đơn vị có tổng diện tích từ { $least } đến { $most } km2
expected-touching = các hình giáp nhau
expected-version = phiên bản { $version }, đã cài đặt
expected-version-file = phiên bản { $version } có { $file }
expected-width = chiều rộng từ 0 đến 1000 mét

# Nhận được
found-alone = { $count } hình không giáp hình nào: { $codes }
found-another = thêm một dòng nữa
found-byte = byte { $byte }
found-change = việc sửa làm diện tích thay đổi { $change }%
found-gaps = { $count } khe hở, lớn nhất { $area } km2 tại { $place }
found-in-common = hình trùng { $share }%, lớn gấp { $times } lần
found-in-common-on = hình trùng { $share }%, lớn gấp { $times } lần và nằm trên { $codes }
found-layers = { $count } lớp
found-no-boundaries = không có ranh giới này
found-no-column = không có cột này
found-no-geometry = bảng không có hình
found-no-polygon = không có hình
found-overlaps = có chỗ chồng lấn hoặc cắt nhau
found-rows-unmatched = { $rows } trong { $all } dòng không ứng với đúng một đơn vị: { $examples }
hint-column = cột { $column } có tên đơn vị: --name { $column }
hint-encoding = có lẽ văn bản theo bảng mã { $encoding }: --encoding { $encoding }
layer-rows = { $layer } ({ $rows } dòng)

# Vị trí của các hình
place-and = { $found }; { $reason }
place-apart = các đơn vị không nằm cạnh nhau như trên bản đồ
place-centres = tâm các đơn vị ở { $extent }
place-crs = không có; có lẽ là { $options }
place-east = đông
place-mirrored-east = bị lật đông - tây
place-mirrored-north = bị lật bắc - nam
place-needs = { $found }; có lẽ cần { $options }
place-no-crs = không có, và không hệ thông dụng nào khớp
place-no-degrees = tọa độ đến { $most }, không phải độ
place-north = bắc
place-not-of-crs = tọa độ ngoài phạm vi của { $crs }
place-or = { $one } hoặc { $other }
place-scaled = lớn gấp { $times } lần kích thước đúng
place-shifted = lệch { $x } km về phía { $east } và { $y } km về phía { $north }
place-south = nam
place-swapped = --swap-axes (vĩ độ và kinh độ đổi chỗ)
place-turned = bị xoay { $degrees }°
place-west = tây
place-whole = toàn bộ { $how }
