export const dispatch = {
  'error.number_used':
    'Số {number} đã nằm trên văn bản ban hành nên không hủy được. Muốn thay văn bản thì ban hành văn bản khác.',
  'error.number_void': 'Số {number} đã được hủy trước đó.',
  'error.reason_missing': 'Ghi lý do để người xem sổ sau này hiểu.',
  'error.no_recipient': 'Chưa có nơi nhận nào. Ghi ít nhất một dòng nơi nhận rồi gửi.',
} as const
