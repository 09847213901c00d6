export { readTerms } from './programmes.service.ts'
