export const erasure = {
  'error.namesakes':
    'Còn {n} người khác trùng họ tên. Xóa thì những chỗ ghi tên họ cũng bị che. Nếu vẫn làm, xác nhận điều đó rồi gửi lại.',
  'error.ground_names_person':
    'Căn cứ không được ghi họ tên hay liên hệ của chính người cần xóa, vì căn cứ được lưu lại.',
  'error.name_gone':
    'Họ tên người này đã được bỏ vì hết thời hạn giữ, nên không còn họ tên để tìm trong văn bản. Văn bản đã ban hành do lưu trữ quyết định.',
  'error.not_yours': 'Chỉ người quản trị của đơn vị người đó, hoặc của đơn vị cấp trên, làm được việc này.',

  usage: `Cách dùng:
  lantoa person show NGƯỜI [--json]                      đang giữ những gì về một người
  lantoa person erase NGƯỜI --ground "CĂN CỨ" [--yes]    xóa một người theo pháp luật
NGƯỜI là tên đăng nhập hoặc mã của người đó. Thêm --even-namesakes khi chấp nhận che cả người trùng họ tên.`,
  unknown: 'Không tìm thấy người nào là “{who}”.',
  'show.person': `{name}, {unit}
  thư điện tử: {email}
  điện thoại: {phone}
  mã: {id}`,
  'show.erased': 'Đã xóa lúc {at}.',
  'show.account': 'Tài khoản {login}, {sessions} phiên đăng nhập',
  'show.membership': '  {unit}: {role}, {title}, từ {from} đến {until}',
  'show.named': 'Có họ tên hoặc liên hệ trong {n}{more} chỗ:',
  'show.place': '  {what} {id} ({purpose}, giữ {keep} tháng, {until})',
  'show.until': 'đến hết {day}',
  'show.archive': 'đến hết {day}, rồi lưu trữ quyết định',
  'show.notBegun': 'chưa bắt đầu tính',
  'show.acted': 'Nhật ký ghi mã của người này {n} lần, không ghi tên.',
  ask: `Xóa {name}, {unit}: tài khoản bị đóng, họ tên và liên hệ bị che ở {n}{more} chỗ, tệp có tên bị bỏ. Không lấy lại được.
Gõ lại đúng họ tên để xóa, gõ khác đi để thôi:`,
  left: 'Không xóa gì.',
  failed: 'Chưa xóa xong: một bước không chạy được. Chạy lại lệnh này, hoặc xem nhật ký máy chủ.',
  done: 'Đã xóa. Số chỗ đã che, số tệp đã bỏ:',
  notSearched:
    'Còn {n} tệp không có chữ để tìm (bản quét, PDF nhận về). Mở xem từng tệp nếu có thể có tên người này.',
  'elsewhere.covered': '{home}: đã che {rows} chỗ trong bản sao, bỏ {files} tệp.',
  'elsewhere.on_way': '{home}: đã báo, chưa có trả lời. Xem lại sau bằng person show.',
  'elsewhere.left':
    '  Còn {n} chỗ ở {what}: chữ hoặc tệp riêng của đơn vị ở đó, người quản trị nơi đó phải tự xem.',
  pictures: 'Ảnh không tìm theo tên được: ảnh có mặt người này phải bỏ riêng.',
} as const
