#pragma once

#include <QObject>
#include <functional>

#include "app/bindings/bound_parts.h"

namespace molloquy::app {

/// How the structure is looked at: the header's choices, the view menu and the viewport's buttons,
/// kept by the document and remembered for the next structure.
class StyleBindings : public QObject {
  Q_OBJECT

 public:
  explicit StyleBindings(const BoundParts& parts);

  /// What is known by atom came or went.
  void setAtomValues(const render::AtomValues& values);
  /// Colours the picture by these charges, or by element again.
  void showCharges(bool shown);
  void showDipole(bool shown);
  void setDipole(const std::optional<chem::Point3>& debye);

 private:
  void bindMenu();
  void bindSelection();
  void bindHiding();
  void showStyle();
  void showData();
  void change(const std::function<void(render::ViewStyle&)>& how);
  void take(const render::ViewStyle& style);
  [[nodiscard]] QString stepTitle(const render::ViewStyle& before,
                                  const render::ViewStyle& after) const;

  BoundParts m_parts;
  render::AtomValues m_values;
  bool m_dipoleKnown = false;
};

}  // namespace molloquy::app
