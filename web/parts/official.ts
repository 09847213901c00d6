import { createContext } from 'react'

/** True within official text: its numbers are written as in Vietnamese whatever the language of the screen. */
export const OfficialText = createContext(false)
