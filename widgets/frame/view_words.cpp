#include "widgets/frame/view_words.h"

#include <QCoreApplication>

namespace molloquy::widgets {
namespace {

using render::ColourBy;
using render::LabelKind;
using render::SurfaceColour;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ViewWords)
};

QString noCharges() { return Words::tr("Partial charges are not computed yet."); }
QString noResidues() { return Words::tr("This structure has no residues or chains."); }

}  // namespace

QString representationWords(render::Representation representation) {
  switch (representation) {
    case render::Representation::BallAndStick:
      return Words::tr("Ball and stick");
    case render::Representation::Licorice:
      return Words::tr("Licorice");
    case render::Representation::VanDerWaals:
      return Words::tr("Van der Waals");
    case render::Representation::Wireframe:
      return Words::tr("Wireframe");
  }
  return {};
}

QString colourWords(ColourBy colourBy) {
  switch (colourBy) {
    case ColourBy::Element:
      return Words::tr("element");
    case ColourBy::PartialCharge:
      return Words::tr("partial charge");
    case ColourBy::Chain:
      return Words::tr("chain");
    case ColourBy::Residue:
      return Words::tr("residue");
    case ColourBy::Fold:
      return Words::tr("fold");
    case ColourBy::Custom:
      return Words::tr("custom property");
    case ColourBy::Attention:
      return Words::tr("model attention");
  }
  return {};
}

QString labelWords(LabelKind label) {
  switch (label) {
    case LabelKind::None:
      return Words::tr("None");
    case LabelKind::Name:
      return Words::tr("Element and index");
    case LabelKind::Element:
      return Words::tr("Element");
    case LabelKind::Index:
      return Words::tr("Index");
    case LabelKind::FormalCharge:
      return Words::tr("Formal charge");
    case LabelKind::PartialCharge:
      return Words::tr("Partial charge");
    case LabelKind::Cip:
      return Words::tr("Stereo (R, S, E, Z)");
    case LabelKind::Residue:
      return Words::tr("Residue");
    case LabelKind::Custom:
      return Words::tr("Own words");
  }
  return {};
}

QString surfaceWords(render::SurfaceKind surface) {
  switch (surface) {
    case render::SurfaceKind::None:
      return Words::tr("None");
    case render::SurfaceKind::VanDerWaals:
      return Words::tr("Van der Waals");
    case render::SurfaceKind::SolventExcluded:
      return Words::tr("Solvent-excluded");
  }
  return {};
}

QString surfaceColourWords(SurfaceColour colour) {
  switch (colour) {
    case SurfaceColour::Plain:
      return Words::tr("Plain");
    case SurfaceColour::Element:
      return Words::tr("Element");
    case SurfaceColour::Electrostatic:
      return Words::tr("Electrostatic");
    case SurfaceColour::Hydrophobicity:
      return Words::tr("Hydrophobicity");
  }
  return {};
}

QString groundWords(render::Ground ground) {
  switch (ground) {
    case render::Ground::Theme:
      return Words::tr("As the window");
    case render::Ground::Light:
      return Words::tr("Light");
    case render::Ground::Dark:
      return Words::tr("Dark");
    case render::Ground::Gradient:
      return Words::tr("Gradient");
    case render::Ground::Black:
      return Words::tr("Black");
    case render::Ground::White:
      return Words::tr("White");
  }
  return {};
}

QString whyNoColour(ColourBy colourBy, const ViewData& data) {
  switch (colourBy) {
    case ColourBy::Element:
      return {};
    case ColourBy::PartialCharge:
      return data.partialCharges ? QString() : noCharges();
    case ColourBy::Chain:
    case ColourBy::Residue:
      return data.residues ? QString() : noResidues();
    case ColourBy::Fold:
      return data.backbone ? QString() : Words::tr("This structure has no protein backbone.");
    case ColourBy::Custom:
      return data.custom ? QString() : Words::tr("The structure brings no property of its atoms.");
    case ColourBy::Attention:
      return data.attention ? QString()
                            : Words::tr("No answer with attention to this structure is there yet.");
  }
  return {};
}

QString whyNoLabel(LabelKind label, const ViewData& data) {
  switch (label) {
    case LabelKind::PartialCharge:
      return data.partialCharges ? QString() : noCharges();
    case LabelKind::Cip:
      return data.cip ? QString() : Words::tr("Stereo labels are not computed yet.");
    case LabelKind::Residue:
      return data.residues ? QString() : noResidues();
    default:
      return {};
  }
}

QString whyNoSurfaceColour(SurfaceColour colour, const ViewData& data) {
  switch (colour) {
    case SurfaceColour::Electrostatic:
      return data.partialCharges ? QString() : noCharges();
    case SurfaceColour::Hydrophobicity:
      return data.logpShares ? QString() : Words::tr("Contributions to logP are not computed yet.");
    default:
      return {};
  }
}

}  // namespace molloquy::widgets
