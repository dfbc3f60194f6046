// Whether an account belongs to the review by who speaks: proposed from the voice, decided by people.

/** The eligibility to propose for a voice; a voice that is not known yet is taken for eligible. */
export function proposedFor(voice, { eligible_voices: asked }) {
  return !voice || asked.includes(voice) ? "eligible" : "wrong speaker";
}

/** What is said, with the eligibility that follows from a voice; `isChosen`: it was chosen already. */
export function following(said, settings, isChosen) {
  return "voice" in said && !isChosen ? { eligibility: proposedFor(said.voice, settings), ...said } : said;
}
