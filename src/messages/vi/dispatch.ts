export const dispatch = {
  'error.number_used':
    'Số {number} đã nằm trên văn bản ban hành nên không hủy được. Muốn thay văn bản thì ban hành văn bản khác.',
  'error.number_void': 'Số {number} đã được hủy trước đó.',
  'error.reason_missing': 'Ghi lý do để người xem sổ sau này hiểu.',
  'error.no_recipient': 'Chưa có nơi nhận nào. Ghi ít nhất một dòng nơi nhận rồi gửi.',
  'error.obligation_closed': 'Việc này đã khép lại rồi. Tải lại trang để xem tình trạng mới.',
  'error.due_earlier': 'Hạn mới phải sau hạn đang có.',

  register: 'Sổ văn bản đi',
  'register.full': 'Sổ đăng ký văn bản đi',
  'register.number': 'Số, ký hiệu',
  'register.dated': 'Ngày',
  'register.type': 'Loại',
  'register.subject': 'Trích yếu',
  'register.state': 'Tình trạng',
  'register.reason': 'Lý do hủy',
  'register.file': 'so-van-ban-di',
  'register.state.given': 'đã cấp số',
  'register.state.issued': 'đã ban hành',
  'register.state.void': 'đã hủy',
} as const
