import { knownDocument, makeRegister, type KnownEntry } from '../known/index.ts'

// Invented offices and documents: each is in the form of Decree 30/2020/NĐ-CP and has no finding.

export const plan = `UBND HUYỆN VÂN SƠN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG GIÁO DỤC VÀ ĐÀO TẠO	Độc lập - Tự do - Hạnh phúc

Số: 05/KH-PGD&ĐT	Vân Sơn, ngày 08 tháng 01 năm 2024

KẾ HOẠCH
Thông tin, tuyên truyền cải cách hành chính năm 2024

Căn cứ Luật Thông tin cơ sở ngày 12 tháng 5 năm 2015;
Căn cứ Nghị định số 71/2019/NĐ-CP ngày 03 tháng 4 năm 2019 của Chính phủ quy định về công tác thông tin;
Căn cứ Kế hoạch số 255/KH-UBND ngày 20 tháng 12 năm 2023 của UBND huyện Vân Sơn về tuyên truyền cải cách hành chính năm 2024.

Phòng Giáo dục và Đào tạo ban hành Kế hoạch như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Nâng cao nhận thức của cán bộ, công chức, viên chức về cải cách hành chính.
- Thực hiện Nghị quyết số 41/NQ-HU ngày 05 tháng 5 năm 2023 của Huyện ủy Vân Sơn.
2. Yêu cầu
a) Bám sát chủ trương của Đảng và Nhà nước.
b) Phù hợp với từng nhóm đối tượng.
c) Tiết kiệm, đúng quy định.
d) Có kiểm tra.
đ) Có báo cáo.
e) Có khen thưởng.
II. NỘI DUNG
1. Tuyên truyền quy định tại khoản 2 Điều 5 Luật Thông tin cơ sở.
2. Tổ chức họp vào thứ Hai, ngày 15/01/2024 tại UBND huyện, tuyên truyền giai đoạn 2021 - 2025 trên địa bàn tỉnh Đồng Xanh.
III. TỔ CHỨC THỰC HIỆN
1. Các trường báo cáo trước ngày 15/6/2024; thực hiện từ ngày 10/01/2024 đến ngày 20/12/2024.
2. Ủy ban nhân dân các xã phối hợp, theo dõi và giúp đỡ các trường trong suốt quá trình thực hiện./.

Nơi nhận:	TRƯỞNG PHÒNG
- Sở Giáo dục và Đào tạo (để b/c);
- Các trường học (để t/h);
- Lưu: VT.
	Trần Thị Mây
`

export const letter = `UBND TỈNH ĐỒNG XANH	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ	Độc lập - Tự do - Hạnh phúc

Số: 112/SNV-CCHC	Đồng Xanh, ngày 15 tháng 3 năm 2024
V/v đăng ký nội dung tuyên truyền

Kính gửi: UBND các huyện

Sở Nội vụ đề nghị các huyện đăng ký nội dung tuyên truyền về Sở trước ngày 30/4/2024 để tổng hợp./.

Nơi nhận:	KT. GIÁM ĐỐC
- Như trên;	PHÓ GIÁM ĐỐC
- Lưu: VT, CCHC.
	Lê Văn Suối
`

export const decision = `ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN VÂN SƠN	Độc lập - Tự do - Hạnh phúc

Số: 318/QĐ-UBND	Vân Sơn, ngày 10 tháng 5 năm 2024

QUYẾT ĐỊNH
Về việc thành lập Tổ Tuyên truyền cải cách hành chính

ỦY BAN NHÂN DÂN HUYỆN VÂN SƠN

Căn cứ Luật Thông tin cơ sở ngày 12 tháng 5 năm 2015;
Căn cứ Nghị định số 71/2019/NĐ-CP ngày 03 tháng 4 năm 2019 của Chính phủ quy định về công tác thông tin;
Theo đề nghị của Trưởng phòng Nội vụ.

QUYẾT ĐỊNH:

Điều 1. Thành lập Tổ Tuyên truyền cải cách hành chính của huyện gồm các ông, bà có tên trong danh sách.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế quyết định trước đây của huyện.
Điều 3. Chánh Văn phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:	TM. ỦY BAN NHÂN DÂN
- Như Điều 3;	KT. CHỦ TỊCH
- UBND tỉnh (để b/c);	PHÓ CHỦ TỊCH
- Lưu: VT.
	Hoàng Văn Núi
`

const of = (id: string, entry: Partial<KnownEntry>) =>
  knownDocument({
    id,
    type: 'Nghị định',
    numberSymbol: null,
    issuer: 'Chính phủ',
    date: null,
    title: 'về một việc',
    inForceFrom: entry.date ?? null,
    inForceUntil: null,
    relations: [],
    source: 'sample',
    confirmed: true,
    ...entry,
  })

/** What the invented country has on record. */
export const register = makeRegister([
  of('law', {
    type: 'Luật',
    numberSymbol: '33/2015/QH13',
    title: 'Thông tin cơ sở',
    issuer: 'Quốc hội',
    date: '2015-05-12',
    inForceFrom: '2016-01-01',
  }),
  of('decree', { numberSymbol: '71/2019/NĐ-CP', date: '2019-04-03' }),
  of('older', {
    numberSymbol: '61/2009/NĐ-CP',
    date: '2009-04-23',
    inForceUntil: '2024-01-01',
    relations: [{ kind: 'replaced', by: '99/2023/NĐ-CP', date: '2023-12-05' }],
  }),
  of('ending', { numberSymbol: '62/2009/NĐ-CP', date: '2009-05-23', inForceUntil: '2024-01-09' }),
  of('coming', { numberSymbol: '99/2024/NĐ-CP', date: '2024-01-02', inForceFrom: '2024-07-01' }),
  of('changed', {
    numberSymbol: '63/2010/NĐ-CP',
    date: '2010-06-08',
    relations: [{ kind: 'amended', by: '92/2017/NĐ-CP', date: '2017-08-07' }],
  }),
  of('twin1', { type: 'Nghị quyết', numberSymbol: '76/NQ-CP', date: '2013-06-13' }),
  of('twin2', { type: 'Nghị quyết', numberSymbol: '76/NQ-CP', date: '2021-07-15' }),
  of('plan', {
    type: 'Kế hoạch',
    numberSymbol: '255/KH-UBND',
    issuer: 'UBND huyện Vân Sơn',
    date: '2023-12-20',
  }),
  of('doubt', {
    numberSymbol: '64/2010/NĐ-CP',
    date: '2010-06-09',
    inForceUntil: '2015-01-01',
    confirmed: false,
  }),
])
