# Chữ trên bản đồ và biểu đồ
value-yes = Có
value-no = Không có
value-unknown = Chưa rõ
value-na = Không áp dụng
basis-illustrative = Minh họa, không phải số liệu quan sát
basis-estimated = Ước tính
basis-published = Số liệu đã công bố
basis-observed = Số liệu quan sát
map-north = B
map-source = Nguồn: { $source }
map-vintage = Đơn vị hành chính theo danh mục ngày { $date }
map-alt = Bản đồ: { $title }. { $counts }.
map-alt-without = Nhiều đơn vị không có nhất: { $districts }.
chart-alt = Biểu đồ thanh: { $title }. { $bars }. { $basis }.
chart-none = không áp dụng
chart-certain = Chắc chắn có
chart-possible = Chưa rõ, có thể có
