import type {} from './forms.tables.ts'

export { fillOwnForm, type FormSubject } from './forms.service.ts'
