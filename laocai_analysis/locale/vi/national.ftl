# Số liệu cả nước để so sánh
national-beside = Tính trên mọi xã, phường, thị trấn: của địa bàn { $figure }; cả nước { $national } (số tại ngày { $date }).
national-none = Chưa có số liệu cả nước cùng định nghĩa và thời điểm để so sánh.
national-scope = Chỉ tỷ lệ tính trên mọi xã, phường, thị trấn so được với số liệu cả nước: chỉ tiêu thống kê cấp huyện tính cả xã, phường, thị trấn. Tỷ lệ tính trên số { $counts } thì không so được.
national-heading = So với cả nước
national-no-figure = chưa có số liệu so sánh được
national-table = Số liệu của tỉnh năm { $year } và số liệu cả nước cùng định nghĩa, thời điểm gần nhất
column-province = Tỉnh
column-country = Cả nước
column-date = Thời điểm
