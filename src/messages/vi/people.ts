export const people = {
  'error.wrong_password':
    'Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại.',
  'error.wait': 'Đã thử sai nhiều lần. Chờ {minutes} phút rồi thử lại, hoặc hỏi người quản trị của cơ quan.',
} as const
