export const activities = {
  // refusals: what happened, what to do
  'error.day_future':
    'Ngày hoạt động chưa tới. Ghi ngày hôm nay hoặc trước đó; việc sắp làm thì để trong kế hoạch.',
  'error.day_too_old': 'Ngày hoạt động quá xa so với năm của kế hoạch. Kiểm tra lại năm.',
  'error.unknown_code': 'Có lựa chọn không còn trong danh mục ({code}). Tải lại trang rồi chọn lại.',
  'error.task_not_yours':
    'Nhiệm vụ này không có trong kế hoạch đang thực hiện của đơn vị. Chọn nhiệm vụ khác hoặc bỏ chọn.',
  'error.figures_differ': 'Số liệu “{indicator}” được ghi hai lần với hai giá trị khác nhau. Sửa cho khớp.',
  'error.withdrawn': 'Hoạt động này đã được rút nên không sửa được nữa. Ghi một hoạt động mới nếu cần.',
  'error.not_yours': 'Hoạt động này của đơn vị khác; chỉ đơn vị đó được sửa hoặc rút.',
  'error.photo_not_expected': 'Ảnh này không thuộc hoạt động. Mở lại hoạt động rồi thêm ảnh bằng cách sửa.',
  'error.photo_not_begun': 'Ảnh chưa được bắt đầu gửi. Bấm gửi lại.',
  'error.photo_offset': 'Phần ảnh vừa gửi không nối tiếp phần đã nhận. Ứng dụng sẽ gửi tiếp từ chỗ đã nhận.',
  'error.photo_empty': 'Tệp ảnh rỗng (0 byte). Chụp hoặc chọn lại ảnh khác.',
  'error.photo_too_large': 'Ảnh quá lớn. Mỗi ảnh tối đa 50 MB.',
  'error.photo_changed': 'Ảnh nhận được không giống ảnh đã gửi. Gửi lại ảnh này.',
  'error.photo_kind': 'Tệp này không phải ảnh JPEG, PNG, WebP hoặc HEIC. Chọn tệp ảnh khác.',
  'error.photo_damaged': 'Ảnh bị hỏng hoặc thiếu một phần nên không mở được. Chụp hoặc chọn lại ảnh khác.',
  'error.photo_too_many_pixels': 'Ảnh có quá nhiều điểm ảnh (tối đa 50 megapixel). Thu nhỏ ảnh rồi gửi lại.',
  'error.photo_slow': 'Xử lý ảnh quá lâu nên đã dừng. Thu nhỏ ảnh hoặc chọn ảnh khác.',
} as const
