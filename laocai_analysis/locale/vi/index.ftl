# Trang đầu của các báo cáo
index-title = Các báo cáo
index-as-of = Lập lúc
index-search = Tìm theo tên
index-none = Không có báo cáo nào
index-good = mới nhất
index-stale = cần lập lại
index-failed = lỗi
index-basis-illustrative = có số liệu minh họa
index-basis-estimated = có số liệu ước tính
index-basis-observed = số liệu thu thập
index-basis-computed = số liệu tính
index-basis-published = số liệu đã công bố
