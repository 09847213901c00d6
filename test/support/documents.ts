/** A plan of an invented department, as its PDF converter wrote it down. With slips that a person should be asked about. */
export const departmentPlan = `UBND TỈNH HÀ THANH
SỞ GIÁO DỤC VÀ ĐÀO TẠO

Số: 3127/KH-SGDĐT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hà Thanh, ngày 18 tháng 12 năm 2023

KẾ HOẠCH
Tuyên truyền cải cách hành chính của ngành Giáo dục năm 2024

Căn cứ Quyết định số 418/QĐ-UBND ngày 01/3/2022 của Ủy ban nhân dân tỉnh Hà Thanh về khảo sát mức độ hài lòng của người dân;

Thực hiện Kế hoạch số 286/KH-UBND ngày 08/12/2023 của Ủy ban nhân dân tỉnh Hà Thanh về tuyên truyền cải cách hành chính năm 2024; Kế hoạch số 301/KH-UBND của Ủy ban nhân dân tỉnh,

Sở Giáo dục và Đào tạo ban hành kế hoạch với các nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Giúp cha mẹ học sinh biết thủ tục nào làm được qua mạng, ai giải quyết, bao lâu có kết quả.

2. Yêu cầu

- Làm thường xuyên, đúng đối tượng, hình thức dễ tiếp cận.

- Không để tháng nào không có hoạt động; mỗi quý các đơn vị gửi Sở một mô hình, cách làm hay.

II. NỘI DUNG, HÌNH THỨC

1. Nội dung

a) Phổ biến Kế hoạch số 286/KH-UBND ngày 18/12/2023 của Ủy ban nhân dân tỉnh đến từng giáo viên.

b) Niêm yết thủ tục hành chính tại trường.

2. Hình thức

a) Họp cha mẹ học sinh.

III. TỔ CHỨC THỰC HIỆN

1. Phòng Giáo dục và Đào tạo các huyện

- Ban hành kế hoạch trước ngày 15/01/2024.

2. Các trường

- Báo cáo kết quả trước ngày 20 tháng 6 và 20 tháng 12.

Trên đây là kế hoạch, đề nghị các đơn vị nghiêm túc triển khai thực hiện./.

Nơi nhận:
- UBND tỉnh (để b/c);
- Phòng GD&ĐT các huyện (để t/h);
- Lưu: VT.

GIÁM ĐỐC

Trần Hữu Nghĩa
`

/** The same head with another number and subject, for tests that need several documents. */
export function departmentLetter(number: number, subject: string): string {
  return departmentPlan
    .replace('3127/KH-SGDĐT', `${number}/KH-SGDĐT`)
    .replace('Tuyên truyền cải cách hành chính của ngành Giáo dục năm 2024', subject)
}
