export const jobs = {
  'error.not_failed': 'Việc này đã được cho chạy lại, hoặc đã xong. Tải lại trang để xem.',

  title: 'Việc máy chưa làm được',
  file: 'viec-may-chua-lam-duoc',
  intro:
    'Những việc máy làm phía sau cho cơ quan (dựng bản in, gửi tới các đơn vị, đọc tệp…) đã thử nhiều lần mà không xong.',
  empty: 'Không có việc nào bị dừng',
  'empty.hint': 'Máy đã làm xong, hoặc đang làm, mọi việc của cơ quan.',
  'column.kind': 'Việc',
  'column.ordered': 'Giao lúc',
  'column.failed': 'Dừng lúc',
  'column.attempts': 'Số lần thử',
  'column.cause': 'Vì sao',
  'column.code': 'Mã lỗi',
  'column.act': 'Thao tác',
  retry: 'Chạy lại',
  retried: 'Đã cho chạy lại. Nếu lại dừng, việc sẽ hiện ở đây.',

  'kind.activities.finish_photo': 'Dựng ảnh nhỏ và kiểm tra ảnh minh chứng',
  'kind.activities.missing_photos': 'Nhắc ảnh còn thiếu của hoạt động',
  'kind.backup.nightly': 'Sao lưu hằng đêm',
  'kind.backup.note_erasure': 'Ghi lại việc xóa một người để bản sao lưu cũ cũng xóa',
  'kind.dispatch.deliver': 'Gửi văn bản tới các đơn vị nhận',
  'kind.document.read': 'Đọc văn bản vừa đưa lên',
  'kind.document.render': 'Dựng bản in và tệp Word của văn bản',
  'kind.file.sweep': 'Bỏ tệp của bản nháp đã xóa',
  'kind.files.sweep': 'Dọn tệp không còn ai dùng',
  'kind.person.erase': 'Xóa thông tin của một người theo pháp luật',
  'kind.reports.open': 'Mở kỳ báo cáo',
  'kind.reports.readdress': 'Chuyển báo cáo chưa nộp tới cấp trên mới',
  'kind.succession.carry_out': 'Thực hiện phương án sắp xếp đơn vị đến ngày',
  'kind.succession.settle': 'Chốt phương án sắp xếp đơn vị sau 24 giờ',
  'kind.tasks.settle': 'Tính lại tình trạng nhiệm vụ',
  'kind.webhooks.send': 'Gửi lời báo tới nền tảng khác',
  'kind.webhooks.tell': 'Xếp lời báo cho nền tảng khác',
  'kind.machines.sweep': 'Bỏ nhật ký kết nối đã quá hạn giữ',
  'kind.other': 'Việc phía sau khác',

  'cause.code': 'Mã {code}, đã thử {n} lần',
  'cause.disk': 'Ổ đĩa của máy chủ đã đầy. Nhờ người giữ máy dọn chỗ, rồi chạy lại.',
  'cause.rights': 'Máy chủ không được ghi vào thư mục dữ liệu. Nhờ người giữ máy cấp quyền, rồi chạy lại.',
  'cause.file': 'Không thấy tệp cần dùng trong thư mục dữ liệu. Nhờ người giữ máy xem, rồi chạy lại.',
  'cause.network':
    'Không nối được tới máy khác cần cho việc này. Thử chạy lại; nếu vẫn dừng, nhờ người giữ máy.',
  'cause.print': 'Không dựng được bản in. Thử chạy lại; nếu vẫn dừng, báo mã lỗi cho người giữ máy.',
  'cause.database': 'Cơ sở dữ liệu không nhận. Thử chạy lại; nếu vẫn dừng, báo mã lỗi cho người giữ máy.',
  'cause.fault': 'Chương trình gặp lỗi. Thử chạy lại; nếu vẫn dừng, báo mã lỗi cho người giữ máy.',

  'cli.usage': `Cách dùng:
  lantoa jobs list              việc phía sau nào đã dừng, vì sao
  lantoa jobs retry MÃ          cho một việc chạy lại
  lantoa jobs retry --all       cho mọi việc đã dừng chạy lại`,
  'cli.count': '{n} việc đã dừng',
  'cli.retried': 'Đã cho {n} việc chạy lại.',
} as const
