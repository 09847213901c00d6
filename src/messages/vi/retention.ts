export const retention = {
  'error.unknown_column':
    'LANTOA_KEEP nói tới {column}, nhưng không có cột thông tin cá nhân nào tên như vậy. Không bỏ gì cả. Xem tên đúng bằng: lantoa retention --dry-run khi chưa đặt LANTOA_KEEP.',
  'error.no_start':
    'Cột {column} không ghi rõ thời hạn giữ tính từ khi nào. Không bỏ gì cả. Chạy lại: lantoa migrate',

  usage: `Cách dùng:
  lantoa retention [--dry-run] [--home MÃ] [--data THƯ_MỤC]     bỏ thông tin cá nhân đã hết thời hạn giữ
Thêm --dry-run để chỉ xem đến hạn bao nhiêu dòng, không bỏ gì.`,
  noHome: 'Không có vùng dữ liệu nào mã “{code}”.',
  'home.dry': '{home}, ngày {day}: xem trước, không bỏ gì',
  'home.done': '{home}, ngày {day}',
  'then.delete': 'bỏ cả dòng',
  'then.empty': 'bỏ trống',
  'then.archive': 'lưu trữ quyết định',
  'line.dry': '  {columns}: giữ {keep} tháng từ {from}, rồi {then}. Đến hạn {due}.',
  'line.done': '  {columns}: giữ {keep} tháng từ {from}, rồi {then}. Đến hạn {due}, đã bỏ {done}.',
  archive: '  Hồ sơ của cơ quan, máy không tự bỏ; lưu trữ hoặc người quản trị quyết định:',
  'line.archive': '    {columns}: {keep} tháng từ {from}. Đến hạn {due}.',
} as const
