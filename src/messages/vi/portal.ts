export const portal = {
  'signIn.title': 'Đăng nhập',
  'signIn.login': 'Tên đăng nhập',
  'signIn.password': 'Mật khẩu',
  'signIn.do': 'Đăng nhập',
  'signIn.help':
    'Chưa có tài khoản hoặc quên mật khẩu: hỏi người quản trị của cơ quan, người đó gửi anh chị một đường dẫn.',
} as const
