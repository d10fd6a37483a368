#pragma once

#include <QObject>
#include <QStringList>

#include "app/bindings/bound_parts.h"

namespace molloquy::app {

/// Neighbours as examples for the next question: from their cards to the prompt, and away again.
class ContextBindings : public QObject {
  Q_OBJECT

 public:
  explicit ContextBindings(const BoundParts& parts);

 private:
  void add(const QStringList& keys);
  void remove(const QString& key);
  void show();

  BoundParts m_parts;
};

}  // namespace molloquy::app
