# Số liệu cả nước để so sánh
national-beside = Tính trên tất cả xã, phường, thị trấn: địa bàn { $figure }; cả nước { $national } (tại ngày { $date }).
national-none = Chưa có số liệu cả nước cùng định nghĩa và thời điểm để so sánh.
national-scope = Chỉ tỷ lệ tính trên tất cả xã, phường, thị trấn so sánh được với số liệu cả nước, vì chỉ tiêu thống kê cấp huyện tính cả xã, phường, thị trấn. Tỷ lệ tính trên số { $counts } thì không so sánh được.
column-country = Cả nước
