# Khung của mọi trang
page-banner-illustrative = Số liệu minh họa: bảng từng xã trong trang này được lập theo một quy tắc, không phải số liệu quan sát. Không dùng bảng này để biết xã nào có dịch vụ.
page-banner-estimated = Một phần số liệu từng xã trong trang này là ước tính.
page-banner-observed = Số liệu từng xã trong trang này là số liệu quan sát do các huyện báo cáo.
page-banner-none = Chưa có bảng số liệu của năm này: mọi đơn vị đều chưa rõ.
page-banner-published = Trang này chỉ nêu số liệu đã công bố, mỗi số kèm nguồn.
page-basis-illustrative = minh họa
page-basis-estimated = ước tính
page-basis-observed = quan sát
page-basis-none = chưa có số liệu
page-basis-published = đã công bố
page-basis-computed = tính từ số khác
page-no-quotation = Không có trích dẫn kèm theo.
page-show-table = Xem bảng số liệu
page-source-mark = Nguồn { $number }
page-range = từ { $low } đến { $high }
page-accessed = Truy cập ngày { $date }.
page-contents = Mục lục
page-sources = Nguồn
page-back = Về chỗ dẫn thứ { $number }
page-colours = Màu nền
page-colours-system = Theo máy
page-colours-light = Sáng
page-colours-dark = Tối
page-code = Mã đã lập trang này
page-copy = Chép bảng
page-copied = Đã chép
page-download = Tải về CSV

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
unit-share = {""}
unit-percentage-point = điểm phần trăm
unit-station = trạm
unit-subscription = thuê bao
unit-subscription-100-people = thuê bao/100 dân
unit-billion-vnd = tỷ đồng
unit-agency = cơ quan
unit-rank = hạng { $rank }
unit-licence = giấy phép
unit-index = điểm

# Chữ đứng trước con số
qualifier-more-than = hơn { $figure }
qualifier-nearly = gần { $figure }
qualifier-estimated = ước đạt { $figure }
qualifier-less-than = dưới { $figure }

# Mẫu số đếm gì
counts-commune_level = đơn vị cấp xã (xã, phường, thị trấn)
counts-xa = xã (không tính phường, thị trấn)
counts-district_level = đơn vị cấp huyện
counts-state_agency = cơ quan nhà nước
counts-portal = cổng điện tử được xếp hạng
counts-province = tỉnh, thành phố
counts-not_stated = nguồn không nêu

# Giá trị của một đơn vị
word-yes = có
word-no = không
word-unknown = chưa rõ
word-na = không áp dụng
word-undetermined = không xác định được
