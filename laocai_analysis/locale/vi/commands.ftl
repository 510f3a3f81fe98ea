# Dòng chữ các lệnh in ra
command-nothing-new = không có gì mới
command-step = bước { $step }: { $kind }
command-reading = { $file }: { $cells } ô, { $doubts } nội dung chưa rõ
command-left-out = bỏ qua: { $line }
command-not-needed = { $file }, dòng { $row }: không cần nữa, quyết định khác đã trả lời
command-to-decide = { $count } nội dung cần quyết định: { $path }
command-log-counts = { $cells } ô, { $doubts } chưa rõ, { $decisions } quyết định
command-log-undone = đã hủy
command-round = kỳ báo cáo { $year }: { $steps } bước, { $files } tệp gốc, { $faults } lỗi
command-no-lock = khóa tệp không có tác dụng ở thư mục này: mỗi lần chỉ chạy một lệnh (SECURITY.md)
command-unused = { $file }: không bước nào dùng (laocai returns prune)
command-moved-aside = đã chuyển sang thư mục riêng: { $file }
command-foreign = { $file }: bỏ qua, không phải tệp của báo cáo

# laocai returns compare
compare-known = { $indicator }: { $sums } ({ $known } đơn vị có số liệu ở cả hai biểu; { $others } không)
compare-known-median = { $indicator }: trung vị { $sums } ({ $known } đơn vị có số liệu ở cả hai biểu; { $others } không)

# laocai evidence --check
audit-article = { $article } (SHA-256 { $sha256 }…): { $count } số liệu
audit-quotations = mọi trích nguyên văn đều có trong { $article }
audit-recomputed = Tính lại:
audit-contradictions = Mâu thuẫn:
audit-returns = So với biểu số liệu cấp xã:
audit-part = phần lớn hơn tổng: { $part } > { $whole }
audit-flow = số phát triển mới lớn hơn số cuối năm, cần xác minh: { $part } > { $whole }
audit-population = dân số suy ra, { $period }: { $values }
audit-not-published = { $computed } ({ $figures }; chưa công bố)
audit-compared = { $computed } { $sign } { $published } ({ $figure }); chênh lệch { $difference } (từ { $figures })
audit-return = công bố { $published }, trong { $return } ({ $basis }) có { $counted }, chưa có số liệu { $unknown }
audit-among = có thể ở { $count } đơn vị: { $units }

# laocai trace
trace-metric = cách tính: { $metric }
trace-quotation = trích nguyên văn: { $quotation }
trace-file = tệp: { $file }, SHA-256 { $sha256 }
trace-row-file = tệp: { $file }, dòng { $row }, SHA-256 { $sha256 }
trace-row = dòng { $row }: { $words }
trace-more = … { $count } dòng nữa (--rows)
trace-elsewhere = { $file }: không có tệp này
trace-changed = tệp đã thay đổi sau khi lập báo cáo; SHA-256 khi lập: { $sha256 }
trace-source = nguồn { $source }
trace-licence = giấy phép: { $licence }
trace-not-built = chưa lập

# laocai batch
batch-again = { $failure } (thử lại)
batch-begins = Số báo cáo: { $total }, lập vào { $folder }
batch-changed = { $what } đã thay đổi
batch-code = mã nguồn laocai_analysis
batch-counts = { $good } lập mới, { $unchanged } không đổi, { $failed } lỗi
batch-failed = lần trước bị lỗi
batch-index = Trang đầu: { $path }
batch-left = { $counts }, { $left } chưa lập
batch-made = { $report }: đã lập; còn khoảng { $left }
batch-missing = thiếu tệp
batch-new = mới

# Thông báo: thư điện tử, và nội dung không gửi được
hook-failed = báo cáo lỗi: { $count }
hook-good = báo cáo mới: { $count }
hook-last-good = trang lập thành công gần nhất: { $page }
hook-no-page = chưa có trang nào lập thành công
hook-not-sent = không gửi được thông báo: { $trouble }
hook-page = trang: { $page }

# laocai boundaries tiles
command-tiles = { $path }: { $tiles } ô; { $share }% trong { $pairs } cặp xã giáp nhau cách nhau không quá hai ô
command-left-open = { $indicator }: { $unit } chưa xác định được, vì nhận một phần đơn vị cũ theo { $law }
command-not-applicable = { $count } giá trị được ghi là không áp dụng, vì năm { $year } chỉ tiêu không áp dụng cho loại đơn vị đó
