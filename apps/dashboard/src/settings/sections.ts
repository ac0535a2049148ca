/** The parts of the settings, in the order of the list beside them. */
export const sections = [
  {
    id: "general",
    word: "General",
    about: "What your organisation is called, and where and in which language it works.",
  },
  { id: "branding", word: "Branding", about: "How you look to your customers: on the tracking page and in mails." },
  { id: "notifications", word: "Customer mails", about: "Which events your customers are told of." },
  { id: "members", word: "Members", about: "Who works here, and what each of them may do." },
  {
    id: "keys",
    word: "API keys",
    about: "For your own scripts: each key belongs to the organisation and has a role of its own.",
  },
  { id: "data", word: "Data", about: "Take everything out, erase a customer, or end the organisation." },
  { id: "profile", word: "Your profile", about: "Your name, your password, and where you are signed in." },
] as const;
