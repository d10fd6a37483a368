#pragma once

#include <QObject>

#include "app/bindings/bound_parts.h"

namespace molloquy::app {

/// Where the camera stands: the six sides, and the views that a person keeps under a name.
class ViewBindings : public QObject {
  Q_OBJECT

 public:
  explicit ViewBindings(const BoundParts& parts);

 private:
  void keepView();
  void showKeptViews();

  BoundParts m_parts;
};

}  // namespace molloquy::app
