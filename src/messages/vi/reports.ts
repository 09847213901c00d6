export const reports = {
  'error.not_now':
    'Báo cáo đã sang bước khác nên việc này không làm được lúc này. Tải lại để xem bước hiện tại.',
  'error.not_yours':
    'Việc này do đơn vị khác làm: đơn vị lập báo cáo viết và nộp, cấp trên chấp nhận hoặc trả lại.',
  'error.leader_only': 'Việc này do lãnh đạo đơn vị làm. Trình lãnh đạo để được duyệt.',
  'error.incomplete': 'Còn mục chưa viết: {sections}. Viết xong rồi trình.',
  'error.too_early': 'Kỳ số liệu chưa hết. Nộp được từ ngày {day}.',
  'error.unknown_part': 'Mẫu báo cáo này không có mục hoặc chỉ tiêu “{part}”. Tải lại trang rồi làm lại.',
  'error.words_missing': 'Ghi rõ ý kiến để bên nhận biết cần làm gì.',
  'error.no_news': 'Chưa có gì thay đổi từ bản đã nộp, nên không cần lập bản mới.',
  'error.no_signer': 'Chưa có lãnh đạo nào của đơn vị để ký. Thêm người ký ở mục Cơ quan.',
  'error.issued': 'Bản báo cáo này đã được cấp số và phát hành.',
} as const
