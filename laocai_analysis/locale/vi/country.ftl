# 07-country-coverage
country-title = { $indicator }: các tỉnh, thành phố, năm { $year }
country-place = cả nước
country-key-reported = trong { $of } tỉnh, thành phố có biểu số liệu
country-map-title = { $indicator }, { $year }
country-map-caption = Màu là giá trị của từng đơn vị cấp xã; đường kẻ: ranh giới tỉnh. Nguồn: { $source }
country-map-rough = Bản đồ vẽ từ đa giác của các năm 2015–2017: đa giác của một đơn vị bị chia sau đó được vẽ trọn vào đơn vị nhận phần lớn dân số.
country-table = Tỷ lệ có dịch vụ theo tỉnh, thành phố
column-of-province = Tỉnh, thành phố
country-provinces = Theo tỉnh, thành phố
country-silent = Chưa có biểu số liệu, nên mọi đơn vị đều chưa có số liệu: { $count } tỉnh, thành phố ({ $names }).
