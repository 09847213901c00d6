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
} as const
