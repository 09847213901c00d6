export const units = {
  'error.circle': 'Một đơn vị không thể đứng trên chính nó. Kiểm tra lại cấp trên của đơn vị.',
} as const
