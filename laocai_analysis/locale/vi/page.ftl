# Khung của mọi trang
page-banner-illustrative = Số liệu minh họa do phần mềm tạo, không phải số liệu thu thập; không trích dẫn, không dùng để xác định xã có dịch vụ.
page-banner-estimated = Một phần số liệu cấp xã trong trang này là ước tính.
page-banner-observed = Số liệu cấp xã trong trang này là số liệu thu thập, do các địa phương báo cáo.
page-banner-published = Trang này chỉ nêu số liệu đã công bố, mỗi số liệu kèm nguồn.
page-basis-illustrative = minh họa
page-basis-estimated = ước tính
page-basis-observed = thu thập
page-banner-none = Chưa có biểu số liệu của năm này về chỉ tiêu này: tất cả đơn vị chưa có số liệu.
page-basis-none = chưa có số liệu
page-basis-published = đã công bố
page-basis-computed = tính từ số liệu khác
page-no-quotation = Không có trích nguyên văn kèm theo.
page-show-table = Xem bảng: { $table }
page-source-mark = Nguồn { $number }
page-range = từ { $low } đến { $high }
page-accessed = Truy cập ngày { $date }.
page-annex = Phụ lục
page-contents = Mục lục
page-sources = Nguồn
page-back = Quay lại trích dẫn { $number }
page-colours = Giao diện
page-colours-system = Theo thiết bị
page-colours-light = Sáng
page-colours-dark = Tối
page-code = Mã lệnh lập trang này
page-copy = Sao chép bảng
page-copied = Đã sao chép
page-download = Tải về CSV
page-beside = Tệp của trang này
page-beside-csv = CSV (dữ liệu)
page-beside-xlsx = Tệp Excel
page-beside-docx = Tệp Word
page-beside-pdf = Tệp PDF

# Kết quả của ô lệnh mà trang không hiện được
page-output-not-shown = Trang không hiện được một kết quả loại { $kind }.
page-output-advice = Hãy xuất kết quả đó thành ảnh PNG, SVG hoặc văn bản.
page-output-altair = Với altair, hãy gọi alt.renderers.enable("mimetype") trước khi vẽ.
page-output-picture = Hình do ô lệnh vẽ

# Đơn vị tính
unit-commune = đơn vị cấp xã
unit-point = điểm
unit-km-point = km/điểm
unit-people-point = người/điểm
unit-point-100-km2 = điểm/100 km²
unit-km2 = km²
unit-people = người
unit-province = tỉnh, thành phố
unit-share = {""}
unit-percentage-point = điểm phần trăm
unit-station = trạm
unit-subscription = thuê bao
unit-subscription-100-people = thuê bao/100 dân
unit-billion-vnd = tỷ đồng
unit-agency = cơ quan
unit-rank = hạng { $rank }
unit-place = bậc
unit-licence = giấy phép
unit-index = điểm
per-1000-people = { $unit }/1.000 dân
per-km2 = { $unit }/km²

# Từ đứng trước số liệu
qualifier-more-than = hơn { $figure }
qualifier-nearly = gần { $figure }
qualifier-estimated = ước đạt { $figure }
qualifier-less-than = dưới { $figure }
qualifier-at-least = từ { $figure } trở lên
qualifier-at-least-rank = từ { $figure } trở xuống

# Phạm vi mẫu số
counts-commune_level = đơn vị cấp xã (xã, phường, thị trấn)
counts-hard_xa = xã đặc biệt khó khăn
counts-asked = đơn vị thuộc diện tính
counts-xa = xã (không tính phường, thị trấn)
counts-district_level = đơn vị cấp huyện
counts-state_agency = cơ quan nhà nước
counts-portal = cổng điện tử được xếp hạng
counts-province = tỉnh, thành phố
counts-not_stated = nguồn không nêu

# Giá trị của một đơn vị
word-yes = có
word-no = không
several-returns = Năm { $year } có nhiều biểu số liệu: { $names }. Chưa so sánh với biểu nào.
word-unknown = chưa có số liệu
word-na = không áp dụng
word-withheld = không công bố
word-undetermined = không xác định được
page-why = Giải thích
of-xa = xã
of-hard_xa = xã đặc biệt khó khăn
of-asked = đơn vị thuộc diện tính
of-commune_level = đơn vị cấp xã
of-district_level = đơn vị cấp huyện
of-state_agency = cơ quan nhà nước
of-portal = cổng điện tử
of-province = tỉnh, thành phố
of-not_stated = đơn vị
