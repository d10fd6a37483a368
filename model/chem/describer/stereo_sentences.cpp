#include "model/chem/describer/part_sentences.h"

namespace molloquy::describer {
namespace {

Phrase labelled(std::string label, std::vector<AtomIndex> atoms) {
  return Phrase{Piece{label + " configuration", std::move(atoms), "stereo_" + label}};
}

/// "which has R configuration", "two of R configuration and one of S configuration".
Phrase centreDetails(const StereoSurvey& stereo, Choice& choice) {
  const int r = static_cast<int>(stereo.r.size()), s = static_cast<int>(stereo.s.size());
  if (r + s == 1) return ", which has " + labelled(r == 1 ? "R" : "S", r == 1 ? stereo.r : stereo.s);
  if (r == 0 || s == 0) {
    const Phrase label = labelled(r > 0 ? "R" : "S", r > 0 ? stereo.r : stereo.s);
    return (r + s == 2 ? ", both of " : choice.of<std::string>({", all of ", ", every one of "})) +
           label;
  }
  return ", " + (numberWord(r) + " of " + labelled("R", stereo.r)) + " and " + numberWord(s) +
         " of " + labelled("S", stereo.s);
}

Phrase centrePart(const StereoSurvey& stereo, Choice& choice) {
  std::vector<AtomIndex> all = stereo.r;
  all.insert(all.end(), stereo.s.begin(), stereo.s.end());
  const int count = static_cast<int>(all.size());
  const std::string lead =
      choice.of<std::string>({"it has ", count == 1 ? "there is " : "there are "});
  return lead + numberWord(count) + " " +
         Phrase{Piece{count == 1 ? "stereocentre" : "stereocentres", all, "stereocentre"}} +
         centreDetails(stereo, choice);
}

Phrase bondPart(const StereoSurvey& stereo) {
  const int e = static_cast<int>(stereo.e.size()), z = static_cast<int>(stereo.z.size());
  if (e + z == 1)
    return "one double bond has " + labelled(e == 1 ? "E" : "Z", unionOf(e == 1 ? stereo.e : stereo.z));
  if (e == 0 || z == 0)
    return numberWord(e + z) + " double bonds have " +
           labelled(e > 0 ? "E" : "Z", unionOf(e > 0 ? stereo.e : stereo.z));
  return numberWord(e) + (e == 1 ? " double bond has " : " double bonds have ") +
         labelled("E", unionOf(stereo.e)) + " and " + numberWord(z) +
         (z == 1 ? " has " : " have ") + labelled("Z", unionOf(stereo.z));
}

}  // namespace

Sentence stereoSentence(const StructureSurvey& survey, Choice& choice) {
  const StereoSurvey& stereo = survey.stereo;
  const bool centres = !stereo.r.empty() || !stereo.s.empty();
  const bool bonds = !stereo.e.empty() || !stereo.z.empty();
  if (centres && bonds) return centrePart(stereo, choice) + "; " + bondPart(stereo);
  if (centres) return centrePart(stereo, choice);
  if (bonds) return bondPart(stereo);
  return std::nullopt;
}

}  // namespace molloquy::describer
