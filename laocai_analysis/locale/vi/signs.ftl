# Ký hiệu và quy tắc làm tròn, mỗi trang một lần
signs-title = Ký hiệu và quy tắc làm tròn
signs-dash = –
signs-dash-means = không có số liệu để ghi vào ô
signs-na = không áp dụng
signs-na-means = đơn vị không thuộc diện tính của chỉ tiêu, nên không có giá trị “có” hay “không”
signs-unknown = chưa có số liệu
signs-unknown-means = đơn vị thuộc diện tính nhưng chưa có câu trả lời; không được coi là “không”
signs-withheld = không công bố
signs-withheld-means = cơ quan có số liệu nhưng không nêu, vì quá nhỏ, vì giúp suy ra số liệu khác hoặc vì là của riêng một doanh nghiệp
signs-range = 84,7–98,6%
signs-range-means = cận dưới và cận trên: cận dưới coi mọi đơn vị chưa có số liệu là không có, cận trên coi là có
signs-edge = <0,1%; >99,9%
signs-edge-means = khác 0% hoặc khác 100%, nhưng làm tròn sẽ thành 0,0% hoặc 100,0%; hai số này chỉ dùng khi đúng bằng
signs-marks = (ước tính), (minh họa), [1]
signs-marks-means = loại số liệu, khi không phải số liệu thu thập; số thứ tự của nguồn
signs-rounding = Làm tròn
signs-rounding-means = tỷ lệ tính từ số đếm, chỉ làm tròn khi hiển thị: đến một chữ số thập phân, nửa đơn vị làm tròn ra xa số 0; vì vậy tổng các số đã làm tròn có thể lệch với tổng chung
