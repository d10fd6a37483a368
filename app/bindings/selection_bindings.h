#pragma once

#include <QObject>
#include <QPointer>

#include "app/bindings/bound_parts.h"
#include "widgets/inspector/select_by_box.h"

class QDialog;

namespace molloquy::app {

/// Commands that choose atoms: all, none, the others, by a rule.
class SelectionBindings : public QObject {
  Q_OBJECT

 public:
  explicit SelectionBindings(const BoundParts& parts);

 private:
  void openBox();
  void select(const widgets::SelectByRequest& request);
  void take(const std::vector<AtomIndex>& atoms, widgets::SelectByRequest::Effect effect);

  BoundParts m_parts;
  QPointer<QDialog> m_dialog;
  QPointer<widgets::SelectByBox> m_box;
};

}  // namespace molloquy::app
