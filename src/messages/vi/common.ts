export const common = {
  product: 'Lan Tỏa',

  // verbs
  save: 'Lưu',
  cancel: 'Thôi',
  close: 'Đóng',
  open: 'Mở',
  edit: 'Sửa',
  add: 'Thêm',
  remove: 'Bỏ',
  delete: 'Xóa',
  search: 'Tìm',
  back: 'Quay lại',
  next: 'Tiếp',
  previous: 'Trước',
  undo: 'Hoàn tác',
  retry: 'Thử lại',
  print: 'In',
  download: 'Tải về',
  export: 'Xuất Excel',
  expand: 'Mở rộng',
  'busy.sending': 'Đang gửi…',
  'busy.saving': 'Đang lưu…',

  // small words
  optional: 'không bắt buộc',
  required: 'bắt buộc',
  none: 'chưa có',
  of: '{value}/{total}',
  percent: '{n}%',
  loading: 'Đang tải',
  today: 'hôm nay',
  legend: 'Chú giải',

  // states of a piece of work: the shape says the same
  'state.late': 'quá hạn',
  'state.soon': 'sắp đến hạn',
  'state.done': 'xong',
  'state.open': 'chưa làm',
  'state.busy': 'đang làm',
  'state.nil': 'chưa có',

  // due dates
  'due.word': 'Hạn',
  due: 'Hạn {date}',
  'due.late': 'quá {n} ngày',
  'due.today': 'hôm nay',
  'due.tomorrow': 'ngày mai',
  'due.left': 'còn {n} ngày',
  'due.none': 'chưa có hạn',
  'due.done': 'xong',
  'due.doneOn': 'xong {date}',

  // saving
  'saved.at': 'Đã lưu {time}',
  'saved.saving': 'Đang lưu…',
  'saved.failed': 'Chưa lưu được',
  'saved.failed.hint': 'Nội dung vẫn còn trên màn hình. Bấm “Thử lại”.',
  'saved.unsaved': 'Chưa lưu',

  // lists
  'list.more': 'Hiện thêm',
  'list.more.rest': 'Hiện {n} dòng còn lại',
  'list.selected': 'Đã chọn {n}',
  'list.unselect': 'Bỏ chọn',
  'list.selectAll': 'Chọn tất cả',
  'list.select': 'Chọn {name}',
  'list.actions': 'Việc với các dòng đã chọn',
  'list.sort': 'Sắp xếp theo {column}',
  'list.nothing': 'Không có dòng nào khớp',
  'list.nothing.hint': 'Bớt chữ đang tìm hoặc bỏ bộ lọc.',
  'list.filters': 'Bộ lọc',
  'list.count': '{n} dòng',

  // numbers
  'stepper.less': 'Bớt 1',
  'stepper.more': 'Thêm 1',
  'number.invalid': 'Ghi một số, chẳng hạn 34',
  'number.tooSmall': 'Ít nhất là {n}',
  'number.tooBig': 'Nhiều nhất là {n}',
  'date.placeholder': 'ngày/tháng/năm',
  'date.invalid': 'Ghi ngày như 26/12/2024',
  'date.pick': 'Chọn ngày trên lịch',

  // photos
  'photo.add': 'Chụp ảnh',
  'photo.addMore': 'Chụp thêm',
  'photo.remove': 'Bỏ ảnh {n}',
  'photo.waiting': 'chờ gửi',
  'photo.failed': 'chưa gửi được',

  // official text
  'sheet.country': 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'sheet.motto': 'Độc lập - Tự do - Hạnh phúc',
  'sheet.number': 'Số: {number}',
  'lit.sure': 'phần đã nhận ra',
  'lit.unsure': 'chưa chắc, cần xem lại',
  'figure.changed': 'đã đổi',
  'figure.open': '{value}: xem số này từ đâu ra',

  // panes
  'pane.show': 'Xem',
  'pane.choose': 'Chọn phần xem',

  // errors: what happened, then what to do
  'clause.dash': 'gạch {n}',
  'error.title': 'Chưa làm được',
  'error.reference': 'Mã tra cứu: {reference}',
  'error.network': 'Không nối được với máy chủ. Kiểm tra mạng rồi thử lại; những gì đã ghi vẫn còn đây.',
  'error.server': 'Máy chủ gặp lỗi. Thử lại sau ít phút; nếu vẫn vậy, báo người quản trị kèm mã tra cứu.',
  'error.screen': 'Màn hình này gặp lỗi. Tải lại trang; nếu vẫn vậy, báo người quản trị.',
  'error.reload': 'Tải lại trang',
  'error.fields': 'Còn {n} chỗ cần sửa',
  'error.missingPage': 'Không có trang này',
  'error.missingPage.hint':
    'Địa chỉ có thể đã đổi, hoặc trang không thuộc quyền xem của đơn vị đang làm việc.',
  'error.goToday': 'Về Hôm nay',
  'error.not_found': 'Không tìm thấy, hoặc không thuộc quyền xem của đơn vị này.',
  'error.invalid': 'Có chỗ ghi chưa đúng. Xem các ô được đánh dấu rồi sửa.',
  'error.not_allowed': 'Anh chị không được giao việc này. Nhờ người quản trị của cơ quan nếu cần.',
  'error.only_roles': 'Việc này do {roles} của đơn vị làm. Nhờ người quản trị giao thêm vai trò nếu cần.',
  'error.sign_in': 'Phiên làm việc đã hết. Đăng nhập lại để tiếp tục.',
  'error.not_for_keys':
    'Thao tác này dành cho người đã đăng nhập; khóa kết nối không gọi được. Xem trang /api để biết các thao tác gọi được bằng khóa.',
  'error.key_scope':
    'Khóa này không có quyền “{scope}”. Nhờ quản trị của đơn vị tạo khóa có quyền đó (Cơ quan → Kết nối).',
  'error.only_keys':
    'Thao tác này dành cho phần mềm khác gọi bằng khóa kết nối. Người của đơn vị xem ở Hoạt động → Nội dung gửi đến.',
  'error.cross_site': 'Yêu cầu đến từ một trang khác nên không được nhận. Mở lại trang này và làm lại.',
  'error.too_large': 'Tệp hoặc nội dung quá lớn. Mỗi tệp tối đa 50 MB.',
  'error.export_too_many': 'Danh sách có hơn {n} dòng. Lọc bớt rồi xuất lại.',
  'error.slow_down': 'Anh chị thao tác quá nhiều lần trong thời gian ngắn. Chờ một phút rồi thử lại.',
  'error.acting_changed':
    'Trình duyệt này đang làm việc với người hoặc đơn vị khác. Tải lại trang rồi làm tiếp.',
  'error.only_at':
    'Máy chủ này chỉ trả lời tại {url}. Mở địa chỉ đó; nếu đang ở đó, người quản trị cần cho proxy chuyển tiếp tên máy (Host).',
  'error.bad_request_id': 'Mã yêu cầu (lantoa-request-id) phải là một UUID.',
  'error.request_reused': 'Việc này đã được gửi trước đó với nội dung khác. Tải lại trang rồi làm lại.',
  'error.changed_meanwhile':
    'Người khác vừa sửa nội dung này. Xem bản mới rồi sửa tiếp; phần anh chị vừa ghi vẫn còn đây.',
  'error.database_away':
    'Cơ sở dữ liệu đang khởi động lại hoặc đang chuyển sang máy dự phòng. Chờ nửa phút rồi gửi lại; phần anh chị vừa ghi vẫn còn đây, gửi lại không bị ghi hai lần.',
  'error.files_away':
    'Kho tệp đang không nối được. Chờ nửa phút rồi gửi lại; phần anh chị vừa ghi vẫn còn đây, gửi lại không bị ghi hai lần.',
  'error.disk_full':
    'Máy chủ đã hết chỗ trên đĩa nên chưa ghi được gì. Báo người quản trị dọn chỗ rồi gửi lại; những gì đã ghi trước đó vẫn còn nguyên.',
  'error.fault':
    'Máy chủ gặp lỗi ngoài dự tính. Thử lại sau ít phút; nếu vẫn vậy, báo người quản trị kèm mã tra cứu.',
  'error.other_key':
    'Bí mật này được khóa bằng khóa của một bản cài khác (tệp secrets.key). Đăng nhập bằng mã dự phòng, hoặc nhờ người quản trị.',
  'error.provider_down': 'Không nối được với {name}. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.',
  'error.provider_refused': '{name} không xác nhận được lần đăng nhập này. Đăng nhập lại từ đầu.',
} as const
