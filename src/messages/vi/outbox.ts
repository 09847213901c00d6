export const outbox = {
  // the line on every screen
  unsent: '{n} hoạt động chưa gửi',
  see: 'Xem',
  'why.line': 'Sẽ gửi khi có mạng.',
  'why.sending': 'Đang gửi…',
  'why.signIn': 'Đăng nhập để gửi.',
  'why.other':
    'Trình duyệt này vừa đăng nhập người khác hoặc đổi đơn vị ở cửa sổ khác. Tải lại trang để gửi tiếp.',
  'why.refused': '{n} hoạt động cần xem lại.',
  'why.unit': 'Chọn lại đơn vị đã ghi để gửi.',
  signIn: 'Đăng nhập',
  reload: 'Tải lại trang',

  // the list of what waits
  title: 'Chưa gửi',
  hint: 'Những gì ghi ở đây đã lưu trên máy này. Khi có mạng, ứng dụng tự gửi lần lượt và không gửi trùng.',
  none: 'Mọi hoạt động ghi trên máy này đã gửi xong',
  'none.hint': 'Hoạt động ghi khi mất mạng nằm ở đây cho đến khi gửi xong.',
  people: '{n} người',
  photos: '{n} ảnh',
  'state.waiting': 'chờ gửi nội dung',
  'state.photos': 'đã gửi nội dung, còn {n} ảnh',
  'state.refused': 'Máy chủ không nhận: {sentence}',
  'state.elsewhere':
    'Máy chủ đã có hoạt động này với nội dung trước khi sửa. Mở hoạt động đó rồi sửa lại ở đấy.',
  'state.photo': 'Ảnh {n} không nhận được: {sentence}',
  'state.unit': 'Ghi cho {unit}. Chọn đơn vị này ở trên cùng để gửi.',
  'state.page': 'Chỉ nằm trong trang này vì máy không lưu được. Đừng đóng trang cho đến khi gửi xong.',
  savedAt: 'lưu lúc {time}, {date}',
  sendNow: 'Gửi ngay',
  sendAgain: 'Gửi lại',
  edit: 'Sửa',
  openIt: 'Mở hoạt động',
  removePhoto: 'Bỏ ảnh này',
  remove: 'Bỏ',
  'remove.title': 'Bỏ hoạt động chưa gửi?',
  'remove.text': '“{title}” và {n} ảnh của nó sẽ mất khỏi máy này. Không lấy lại được.',
  'remove.text.sent':
    'Nội dung “{title}” đã ở máy chủ. {n} ảnh còn lại sẽ mất khỏi máy này và hoạt động chưa được tính vào báo cáo.',
  'remove.do': 'Bỏ khỏi máy này',

  // after saving without a line
  kept: 'Đã lưu trên máy',
  'kept.hint': 'Sẽ gửi khi có mạng. Anh chị cứ đóng ứng dụng, không mất gì.',
  'kept.busy': 'Máy chủ chưa trả lời. Ứng dụng tự gửi tiếp, anh chị cứ làm việc khác.',
  'step.kept': 'Đã lưu trên máy',
  'step.content': 'Gửi nội dung',
  'step.photos': 'Gửi {n} ảnh',
  'step.counted': 'Tính vào báo cáo',
  'step.waits': 'chờ mạng',
  'step.size': '{size} MB',
  'step.whole': 'khi đủ ảnh',
  'step.sent': 'khi gửi xong',
  also: 'Cũng đang chờ gửi',
  today: 'Về Hôm nay',
  auto: 'Khi có mạng, ứng dụng tự gửi lần lượt và không gửi trùng.',

  // it can't be kept
  'error.full':
    'Máy hết chỗ lưu nên chưa giữ được hoạt động này. Xóa bớt ảnh hoặc ứng dụng trên máy rồi bấm Lưu lại; những gì đã ghi vẫn còn đây.',
  'error.none':
    'Trình duyệt này không cho lưu trên máy (cửa sổ riêng tư chẳng hạn), và đang không có mạng. Giữ nguyên trang này, có mạng rồi bấm Lưu lại.',

  // signing out
  'out.title': 'Còn {n} hoạt động chưa gửi',
  'out.text':
    'Nếu đăng xuất bây giờ, chúng nằm lại trên máy này và chỉ được gửi khi chính anh chị đăng nhập lại ở đây.',
  'out.offline': 'Đang không có mạng nên chưa đăng xuất được. Có mạng rồi hãy đăng xuất.',
  'out.offline.title': 'Chưa đăng xuất được',
  'out.do': 'Vẫn đăng xuất',

  // without a line
  offline: 'Không có mạng',
  'offline.screen':
    'Màn hình này cần mạng. Không có mạng vẫn ghi được hoạt động: lưu trên máy, có mạng thì gửi.',
  'offline.form': 'Đang dùng danh sách việc đã lưu trên máy. Có mạng, danh sách tự mới lại.',

  // a new version, a connection that is not private
  newVersion: 'Có bản mới của Lan Tỏa.',
  'newVersion.do': 'Tải lại',
  notPrivate:
    'Kết nối này không riêng tư: người cùng mạng có thể đọc được, và không làm việc được khi mất mạng. Nhờ người quản trị bật HTTPS.',
  'notPrivate.close': 'Đã rõ',
} as const
