# laocai boundaries import
import-cut = Lấy { $rows } trong { $all } dòng, theo tên tỉnh hoặc mã ở cột { $column }
import-joined = Khép { $gaps } khe hở rộng đến { $width } m, tổng cộng { $closed } ha; chỗ chồng lấn { $overlapping } ha
import-shift = Toàn bộ lệch { $metres } m so với ranh giới đã lập ({ $east } m về phía đông, { $north } m về phía bắc): có thể khác hệ quy chiếu
import-tiles = { $units } hình bằng nhau: đây là bản đồ ô vuông, diện tích và khoảng cách không có nghĩa
import-settled = Dòng { $row }: tên của nhiều đơn vị; theo vị trí thì là { $unit }
