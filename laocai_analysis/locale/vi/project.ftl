# laocai init
expected-empty-folder = một thư mục chưa có, hoặc thư mục trống
found-files = thư mục đã có tệp
project-site = Tỷ lệ xã có dịch vụ
project-next = Xong. Lập trang đầu tiên: cd { $folder } && { $command }
project-settings =
    # Cài đặt của dự án. Lệnh laocai tìm tệp này từ thư mục hiện hành trở lên.
    province = "{ $province }"
    year = { $year }
    # Khi không có huyện: former_district, former_province, none, hoặc một tệp csv (code, group).
    groups = "former_district"
project-readme =
    # { $province }, { $year }

    Dự án này lập báo cáo cấp xã có dẫn nguồn và bản đồ. Khi chưa nhập biểu nào, tất cả đơn vị là chưa có số liệu.

    1. Trang đầu tiên: `{ $command }`. Trang nằm ở `reports/`.
    2. Biểu gửi đi: `laocai template --year { $year } -o forms/mau.xlsx --groups none`.
    3. Nhập biểu đã điền: `laocai returns import TỆP --year { $year }`; nội dung chưa rõ được hỏi lại trong phiếu xác minh.
    4. Kiểm tra: `laocai returns check --year { $year }`; tiến độ: `laocai returns status --year { $year }`.
    5. Nhiều trang một lần: `laocai batch`, theo `sites.yml`.

    | Tệp | Nội dung |
    | --- | --- |
    | `laocai.toml` | tỉnh, năm, cách chia nhóm |
    | `data/indicators.csv` | các chỉ tiêu, và chỉ tiêu nào hỏi từng xã |
    | `data/evidence/figures.csv` | số liệu đã công bố, mỗi số liệu một dòng, kèm trích nguyên văn và nguồn; dòng mẫu ở `example.txt` |
    | `data/sources.json` | nguồn của các số liệu đó |
    | `data/returns/` | các biểu số liệu đã nhập |

    Danh mục đơn vị và dân số năm 2019 lấy từ gói; tệp cùng tên đặt trong `data/` sẽ được dùng thay. Ranh giới được lập trên máy này và không được phát hành lại.
