export const homes = {
  'error.altered': 'Gói chuyển đến không khớp mã băm của nó: nội dung đã bị đổi trên đường.',
  'error.differs': 'Gói chuyển đến có bản khác với bản đã nhận trước đó dưới cùng một mã.',
  'error.not_told': 'Gói báo kết quả che lời của một yêu cầu không gửi tới nơi ấy nên không được nhận.',
  'error.impostor': 'Gói chuyển đến mang tên đơn vị của chính nơi nhận nên không được nhận.',
} as const
