export const backup = {
  usage: `Cách dùng:
  lantoa backup [--data THƯ_MỤC]                  sao lưu ngay
  lantoa backup key                               tạo khóa; phần bí mật chỉ in ra một lần
  lantoa backup list                              các bản đang có
  lantoa backup check TỆP [--key TỆP_KHÓA]        đọc thử một bản đến hết`,
  restoreUsage: `Cách dùng:
  lantoa restore TỆP [--key TỆP_KHÓA] [--data THƯ_MỤC]   nạp một bản sao lưu vào thư mục (hoặc DATABASE_URL) còn trống`,
  rows: '  {done} bảng…',
  files: '  {done} tệp…',
  taken: 'Đã sao lưu {rows, number} dòng, {files, number} tệp vào {path}',
  notEncrypted:
    'Bản này chưa mã hóa: ai lấy được tệp là đọc được. Chạy “lantoa backup key” một lần, cất khóa ở nơi khác máy này.',
  missing:
    'Bản này thiếu {n} tệp mà dữ liệu còn nhắc đến, vì không còn hoặc đã đổi trong kho tệp. Chạy “lantoa doctor” để xem tệp nào; giữ lại các bản sao lưu cũ.',
  sameKey: 'Các bản sao lưu từ đây được mã hóa cho cùng khóa.',
  key: `Khóa bí mật, chỉ hiện một lần. Cất ở nơi khác máy này (in ra giấy, hoặc USB trong két); mất khóa thì không mở được bản sao lưu:

  {identity}

Từ nay mọi bản sao lưu được mã hóa cho: {recipient}`,
  keyReplaced: 'Đã có khóa từ trước. Các bản cũ vẫn mở bằng khóa cũ: giữ cả hai.',
  none: 'Chưa có bản sao lưu nào trong {folder}. Bản đầu tiên được tạo trong đêm nay, hoặc ngay bây giờ bằng “lantoa backup”.',
  line: '  {name}   {size, number} MB',
  whole: 'Bản sao lưu còn nguyên: {rows, number} dòng, {files, number} tệp, lúc {at}.',
  restored:
    'Đã nạp {rows, number} dòng, {files, number} tệp, như lúc {at}; {steps} bước lên bản này. Mọi người đăng nhập lại. Kiểm tra bằng “lantoa doctor”.',
  erasedAgain: 'Đã xóa lại {n} người: họ được xóa sau khi bản này được tạo.',
  notErased:
    'Chưa xóa lại được người {person} vì có người trùng họ tên. Chạy: lantoa person erase {person} --ground "…" --even-namesakes',
  noFile: 'Không tìm thấy {file}.',
  keyIsNoFile:
    'Ghi khóa vào một tệp rồi đưa tên tệp: --key TỆP_KHÓA. Viết thẳng vào lệnh thì người khác trên máy thấy được.',
  noKeyIn: 'Trong {file} không có dòng AGE-SECRET-KEY-…. Chép lại đúng khóa đã in ra.',
  beforeUpgrade: 'Bản mới: sao lưu trước khi nâng cấp…',
  upgraded: `Đã nâng cấp. Nếu cần quay lại: lấy bản chương trình cũ, rồi
  bin/lantoa restore {path}{key, select, yes { --key TỆP_KHÓA} other {}} --data THƯ_MỤC_TRỐNG`,
  'error.not_a_backup': '{file} không phải bản sao lưu của Lan Tỏa.',
  'error.needs_key': '{file} đã mã hóa. Thêm --key TỆP_KHÓA (tệp chứa dòng AGE-SECRET-KEY-…).',
  'error.wrong_key': 'Khóa này không mở được {file}. Tìm khóa được tạo trước ngày sao lưu.',
  'error.cut_off': '{file} bị cụt: chép chưa hết hoặc lúc ghi bị ngắt. Dùng bản khác. Chưa nạp gì.',
  'error.altered': '{file} đã bị sửa hoặc hỏng. Dùng bản khác. Chưa nạp gì.',
  'error.not_empty': 'Nơi nạp vào đã có dữ liệu. Chọn thư mục trống: --data THƯ_MỤC',
  'error.newer': '{file} được tạo bởi bản chương trình mới hơn. Cài bản đó rồi nạp lại.',
  'error.full': 'Hết chỗ trên đĩa khi ghi {file}. Dọn đĩa rồi chạy lại; dữ liệu đang dùng không sao.',
} as const
