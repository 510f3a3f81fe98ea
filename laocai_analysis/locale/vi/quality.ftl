# Đánh giá chất lượng số liệu
quality-heading = Đánh giá chất lượng số liệu
quality-disclosure-office = Bảo mật thông tin thống kê: bản này dùng trong cơ quan, không ẩn số liệu nào. Bản để công bố lập bằng audience=public.
quality-disclosure-public = Bảo mật thông tin thống kê: bản này để công bố; không nêu số thuê bao của một đơn vị khi từ 1 đến { $most }, số liệu giúp suy ra các số đó và số liệu của riêng một doanh nghiệp. Các số này ghi “không công bố”, khác với “chưa có số liệu”; tổng số vẫn gồm các số này nếu không giúp suy ra chúng.
quality-disclosure-left-out = Chỉ tiêu không nêu vì là, hoặc giúp suy ra, số liệu của riêng một doanh nghiệp: { $names }.
quality-show = Xem đánh giá
quality-response = Mức độ trả lời: thuộc diện tính { $asked }; có trả lời { $answered }, để trống { $blank }, chưa báo cáo { $silent }, chờ quyết định { $in_doubt }. Trong số có trả lời: { $corrected } đã sửa, { $flagged } cần sửa hoặc xác nhận theo kết quả kiểm tra.
quality-response-no-log = Mức độ trả lời: thuộc diện tính { $asked }; có trả lời { $answered }, để trống { $blank }, chưa báo cáo { $silent }. Biểu không kèm nhật ký của kỳ báo cáo, nên không biết câu trả lời nào đã sửa hay chờ quyết định.
quality-observed = Tất cả câu trả lời là số liệu thu thập, không có ước tính.
quality-share-estimated = Số liệu ước tính: { $share } câu trả lời.
quality-share-illustrative = Số liệu minh họa: { $share } câu trả lời; không dùng làm kết quả thống kê.
quality-moves = Ảnh hưởng: tỷ lệ là { $now }; nếu coi các câu trả lời ước tính hoặc minh họa là chưa có số liệu thì tỷ lệ là { $firm }.
quality-list = Phạm vi: danh mục { $listed } có hiệu lực ngày { $date }; đơn vị không có trong biểu được tính là chưa có số liệu.
quality-break = Khả năng so sánh ({ $name }): { $what }
quality-no-break = Khả năng so sánh: chưa ghi nhận thay đổi về định nghĩa, phạm vi hay thời điểm.
quality-sources-agree = Các nguồn: không ghi nhận số liệu công bố nào trong năm chưa thống nhất với nhau.
quality-sources-differ = Số liệu các nguồn chưa thống nhất: { $figures }.
quality-denominator = Ảnh hưởng của mẫu số: { $asked } trên số đơn vị thuộc diện tính, { $every } trên tổng số đơn vị cấp xã; chênh lệch { $apart }.
quality-units = Mức độ trả lời: { $reported } đã báo cáo trong tổng số { $listed } của danh mục.
quality-cells = Trong { $asked } được hỏi: { $known } có số liệu, { $blank } để trống, { $silent } chưa báo cáo, { $in_doubt } chờ quyết định; đã sửa { $corrected } ô, cần sửa hoặc xác nhận theo kết quả kiểm tra { $flagged } ô.
quality-cells-no-log = Trong { $asked } được hỏi: { $known } có số liệu, { $blank } để trống, { $silent } chưa báo cáo; cần sửa hoặc xác nhận theo kết quả kiểm tra { $flagged } ô.
quality-published = Trang nêu { $figures } số liệu từ { $sources } nguồn: { $quoted } có trích nguyên văn, { $vague } không nêu chính xác (gần, hơn, trên, ước đạt), { $silent } không nêu phạm vi mẫu số. Trang không có số liệu ước tính hay minh họa.
quality-rows-observed = { $count } thu thập
quality-rows-estimated = { $count } ước tính
quality-rows-illustrative = { $count } minh họa
quality-banner = Trong { $rows } câu trả lời: { $parts }.
